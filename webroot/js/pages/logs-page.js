import { computed, defineAsyncComponent, h } from '../lib/vue.js';
import { t } from '../core/language.js';
import { LogView } from '../logs/log-view.js';
import { useQuery } from '../shared/url-query.js';

const VIEWS = ['live', 'search'];

/** Most come for what is written now: the search is fetched by those who search. */
const SearchView = defineAsyncComponent({
  loader: () => import('../logs/search/search-view.js').then((loaded) => loaded.SearchView),
  loadingComponent: () => h('p', { class: 'placeholder loading' }, t('search.searching')),
  errorComponent: () => h('p', { class: 'remark warn', role: 'alert' }, t('problem.page_unread')),
});

/** What the servers write now, and what was written at any time. */
export default {
  name: 'LogsPage',
  setup() {
    const { query, change } = useQuery(['view']);
    const view = computed(() => (query.value.view === 'search' ? 'search' : 'live'));

    const choice = (name) => h('button', {
      key: name,
      type: 'button',
      'aria-pressed': view.value === name,
      'data-view': name,
      onClick: () => change({ view: name === 'live' ? null : name }),
    }, t(`logs.view.${name}`));

    return () => h('div', { class: 'logs-page' }, [
      h('div', { class: 'segmented', role: 'group', 'aria-label': t('logs.view') }, VIEWS.map(choice)),
      view.value === 'search' ? h(SearchView) : h(LogView),
    ]);
  },
};
