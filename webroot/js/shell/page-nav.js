import { h } from '../lib/vue.js';
import { RouterLink, useRoute } from '../lib/router.js';
import { t } from '../core/language.js';
import { icon } from '../shared/icon.js';
import { PAGES } from './routes.js';

/** The way to each page; the one that shows is marked for eye and ear. */
export const PageNav = {
  setup() {
    const route = useRoute();
    const link = ({ name, icon: symbol }) =>
      h(RouterLink, { to: { name }, custom: true }, {
        default: ({ href, navigate }) => h('a', {
          href,
          class: 'page-link',
          'aria-current': route.name === name ? 'page' : null,
          'data-page': name,
          onClick: navigate,
        }, [icon(symbol), h('span', t(`page.${name}`))]),
      });
    return () => h('nav', { class: 'page-nav', 'aria-label': t('page.nav') }, PAGES.map(link));
  },
};
