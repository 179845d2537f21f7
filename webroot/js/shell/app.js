// The page's frame: what stands around every page. Each part reads the store by itself.
import { computed, h, nextTick, ref, watch, watchEffect } from '../lib/vue.js';
import { RouterView, useRoute } from '../lib/router.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { LogDialog } from '../logs/log-dialog.js';
import { TipBubble } from '../shared/tip.js';
import { ConnectionBanner } from './connection-banner.js';
import { ControllerBanner } from './controller-banner.js';
import { NoticeList } from './notice-list.js';
import { PageNav } from './page-nav.js';
import { QuestionDialog } from './question-dialog.js';
import { SpokenEvents } from './spoken-events.js';
import { TopBar } from './top-bar.js';
import { UnlockForm } from './unlock-form.js';
import { WhyDialog } from './why-dialog.js';

/** How long the first figures are waited for before the page shows that they are missing. */
const PATIENCE_MS = 1_000;

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

    // Panels that come together with their figures do not grow a moment later and push each other down.
    const waited = ref(false);
    setTimeout(() => { waited.value = true; }, PATIENCE_MS);
    const mayShow = computed(() => waited.value || store.heardAt !== null);

    // Who cannot see that another page has come must be put at its beginning.
    watch(() => route.name, async (_, before) => {
      await nextTick();
      if (before) {
        document.getElementById('content')?.focus({ preventScroll: true });
      }
    });

    return () => [
      h('a', { class: 'skip', href: '#content' }, t('app.skip')),
      h('div', { class: 'head' }, [h(TopBar), store.locked ? null : [h(PageNav), h(ConnectionBanner), h(ControllerBanner)]]),
      store.locked ? h(UnlockForm) : h('main', {
        id: 'content',
        class: { page: true, 'is-stale': store.lostAt !== null },
        tabindex: -1,
        'aria-label': route.name ? t(`page.${route.name}`) : null,
      }, mayShow.value ? h(RouterView) : null),
      h(NoticeList),
      h(QuestionDialog),
      h(LogDialog),
      h(WhyDialog),
      h(SpokenEvents),
      h(TipBubble),
    ];
  },
};
