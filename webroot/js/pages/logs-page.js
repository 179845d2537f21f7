import { computed, h } from '../lib/vue.js';
import { t } from '../core/language.js';
import { LogView } from '../logs/log-view.js';
import { SearchView } from '../logs/search/search-view.js';
import { useQuery } from '../shared/url-query.js';

const VIEWS = ['live', 'search'];

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
