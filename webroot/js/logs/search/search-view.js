import { computed, h } from '../../lib/vue.js';
import { number } from '../../core/format.js';
import { addTexts, problemText, t, word } from '../../core/language.js';
import { store } from '../../core/store.js';
import { MomentField } from '../../shared/moment-field.js';
import { Panel } from '../../shared/panel.js';
import { useQuery } from '../../shared/url-query.js';
import { searchTexts } from '../../texts/search.js';
import { Facets } from './facets.js';
import { Histogram } from './histogram.js';
import { Hit } from './hit.js';
import { SearchBox } from './search-box.js';
import { parameters, useSearch } from './use-search.js';

addTexts(searchTexts);

const SORTS = ['newest', 'oldest', 'best'];

/** The logs of all servers and controllers and the audit trail, searched at any time of the past. */
export const SearchView = {
  setup() {
    const { query, change } = useQuery(['find', 'service', 'node', 'levels', 'from', 'to', 'sort']);
    const { state, more, again } = useSearch(query);
    const unreadable = computed(() => (state.problem?.position != null ? state.problem : null));

    function download(format, name) {
      const wanted = parameters({ ...query.value, sort: query.value.sort === 'best' ? '' : query.value.sort });
      wanted.set('format', format);
      return h('a', {
        class: 'button small', href: `/api/logs/export?${wanted}`, download: '', 'data-action': name,
        title: t('search.downloadHint'),
      }, t(`search.download.${format}`));
    }

    const controls = () => h('div', { class: 'log-controls' }, [
      ...['from', 'to'].map((field) => h(MomentField, {
        key: field,
        label: t(`filter.${field}`),
        'data-filter': field,
        at: query.value[field],
        onChange: (at) => change({ [field]: at }),
      })),
      h('select', {
        'aria-label': t('search.sort'),
        'data-filter': 'sort',
        onChange: (event) => change({ sort: event.target.value === SORTS[0] ? null : event.target.value }),
      }, SORTS.map((code) => h('option', { key: code, value: code, selected: code === (query.value.sort || SORTS[0]) }, t(`search.${code}`)))),
      h('button', { type: 'button', class: 'small', 'data-action': 'again', disabled: state.busy, onClick: again }, t('search.again')),
      parameters(query.value).size > 0 ? h('button', {
        type: 'button',
        class: 'small quiet',
        'data-action': 'reset',
        onClick: () => change({ find: null, service: null, node: null, levels: null, from: null, to: null, sort: null }),
      }, t('search.reset')) : null,
    ]);

    function standing() {
      if (state.problem) {
        if (unreadable.value) {
          return null;
        }
        const { text, hint } = problemText(state.problem);
        return h('p', { class: 'remark warn', role: 'alert', 'data-problem': state.problem.code }, [text, hint ? ` ${hint}` : '']);
      }
      const { page } = state;
      return page?.degraded ? h('p', { class: 'remark warn', role: 'status', 'data-degraded': page.degraded },
        [word('logDegraded', page.degraded), page.degradedDetail ? ` (${page.degradedDetail})` : '']) : null;
    }

    function results() {
      const { page, hits } = state;
      if (!page) {
        return state.problem ? null : h('p', { class: 'placeholder loading' }, t('search.searching'));
      }
      if (hits.length === 0) {
        return h('p', { class: 'placeholder' }, t(parameters(query.value).size > 0 ? 'search.none' : 'search.nothing'));
      }
      return [
        h('p', { class: 'log-total soft', role: 'status', 'data-total': page.total }, [
          t(page.totalExact ? 'search.total' : 'search.atLeast', { count: number(page.total, 0), ms: number(page.tookMs, 0) }),
          ' ', t(`search.by.${page.source}`),
        ]),
        h(Histogram, { histogram: page.histogram, onRange: (range) => change(range) }),
        h('ol', { class: ['log-hits', 'mono', 'wrapped', state.busy && 'loading'], 'aria-label': t('search.hits') },
          hits.map((hit) => h(Hit, { key: hit.id, hit }))),
        state.cursor ? h('button', {
          type: 'button', class: 'log-more-hits', disabled: state.busy, 'data-action': 'more', onClick: more,
        }, t('search.more')) : null,
      ];
    }

    return () => h(Panel, { title: t('search.title'), ready: store.ensemble !== null, class: 'logs' }, {
      actions: () => [download('ndjson', 'export-ndjson'), download('text', 'export-text')],
      default: () => [
        h(SearchBox, { text: query.value.find, problem: unreadable.value, onSearch: (text) => change({ find: text || null }) }),
        controls(),
        standing(),
        h('div', { class: 'log-found' }, [
          state.page ? h(Facets, {
            facets: state.page.facets, query: query.value, exact: state.page.totalExact, onChange: (changes) => change(changes),
          }) : null,
          h('div', { class: 'log-results' }, results()),
        ]),
      ],
    });
  },
};
