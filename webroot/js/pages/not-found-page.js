import { h } from '../lib/vue.js';
import { RouterLink, useRoute } from '../lib/router.js';
import { t } from '../core/language.js';

/** Says that there is no such page, and where to go from here. */
export default {
  name: 'NotFoundPage',
  setup() {
    const route = useRoute();
    return () => h('section', { class: 'panel' }, [
      h('h2', t('notFound.title')),
      h('p', t('notFound.what', { path: route.path })),
      h('p', h(RouterLink, { to: '/' }, () => t('notFound.home'))),
    ]);
  },
};
