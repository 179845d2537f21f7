// The page's frame: what stands around every page. Each part reads the store by itself.
import { h, nextTick, watch, watchEffect } from '../lib/vue.js';
import { RouterView, useRoute } from '../lib/router.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { LogDialog } from '../logs/log-dialog.js';
import { TipBubble } from '../shared/tip.js';
import { ConnectionBanner } from './connection-banner.js';
import { NoticeList } from './notice-list.js';
import { PageNav } from './page-nav.js';
import { QuestionDialog } from './question-dialog.js';
import { SpokenEvents } from './spoken-events.js';
import { TopBar } from './top-bar.js';
import { UnlockForm } from './unlock-form.js';
import { WhyDialog } from './why-dialog.js';

export const App = {
  setup() {
    const route = useRoute();

    watchEffect(() => {
      const page = route.name ? t(`page.${route.name}`) : '';
      const leader = store.ensemble?.leader;
      document.title =
        !store.ensemble ? `${page} · Conclave`
        : leader ? t('app.title', { page, leader })
        : t('app.titleNoLeader', { page });
    });

    // Who cannot see that another page has come must be put at its beginning.
    watch(() => route.name, async (_, before) => {
      await nextTick();
      if (before) {
        document.getElementById('content')?.focus({ preventScroll: true });
      }
    });

    return () => [
      h('a', { class: 'skip', href: '#content' }, t('app.skip')),
      h('div', { class: 'head' }, [h(TopBar), store.locked ? null : [h(PageNav), h(ConnectionBanner)]]),
      store.locked ? h(UnlockForm) : h('main', {
        id: 'content',
        class: { page: true, 'is-stale': store.lostAt !== null },
        tabindex: -1,
        'aria-label': route.name ? t(`page.${route.name}`) : null,
      }, h(RouterView)),
      h(NoticeList),
      h(QuestionDialog),
      h(LogDialog),
      h(WhyDialog),
      h(SpokenEvents),
      h(TipBubble),
    ];
  },
};
