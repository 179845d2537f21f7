import { computed, h } from '../lib/vue.js';
import { t, word } from '../core/language.js';
import { store } from '../core/store.js';
import { icon } from '../shared/icon.js';
import { MomentField } from '../shared/moment-field.js';
import { FILTERS } from './trail.js';

const ACTIONS = [
  'node_start', 'node_stop', 'node_restart', 'node_kill', 'node_pause', 'node_resume', 'rolling_restart', 'drain',
  'undrain', 'upload', 'delete', 'bulk_generate', 'stress', 'auto_migrate', 'manual_migrate', 'reconcile', 'settings',
  'workload',
];
const STATUSES = ['running', 'ok', 'failed', 'refused', 'interrupted', 'cancelled'];
const ACTORS = ['page', 'rest', 'probe', 'cluster', 'scheduler', 'workload', 'recovery'];
const MINUTE_MS = 60_000;
const SPANS = { quarter: 15 * MINUTE_MS, hour: 60 * MINUTE_MS, day: 1_440 * MINUTE_MS };

/** What narrows the trail: action, node, outcome, who asked, and when. */
export const TrailFilters = {
  props: { filter: { type: Object, required: true } },
  emits: ['change'],
  setup(props, { emit }) {
    const actors = computed(() => [...new Set([...ACTORS, ...(store.operations ?? []).map(({ actor }) => actor)])]);

    function choice(field, options) {
      const value = props.filter[field];
      const known = !value || options.some(([code]) => code === value);
      return h('select', {
        'aria-label': t(`filter.${field}`),
        'data-filter': field,
        value,
        onChange: (event) => emit('change', { [field]: event.target.value }),
      }, [['', t(`filter.all.${field}`)], ...options, ...(known ? [] : [[value, value]])].map(([code, label]) =>
        h('option', { key: code, value: code, selected: code === value }, label)));
    }

    const since = (span) => emit('change', { from: new Date(Date.now() - SPANS[span]).toISOString(), to: null });
    const coded = (family, codes) => codes.map((code) => [code, word(family, code)]);
    const same = (codes) => codes.map((code) => [code, code]);

    return () => h('div', { class: 'filters', role: 'group', 'aria-label': t('filter.title') }, [
      choice('action', coded('action', ACTIONS)),
      choice('node', same((store.ensemble?.nodes ?? []).map(({ id }) => id))),
      choice('status', coded('status', STATUSES)),
      choice('actor', same(actors.value)),
      ...['from', 'to'].map((field) => h(MomentField, {
        label: t(`filter.${field}`),
        'data-filter': field,
        at: props.filter[field],
        onChange: (at) => emit('change', { [field]: at }),
      })),
      h('span', { class: 'segmented', role: 'group', 'aria-label': t('filter.since') }, Object.keys(SPANS).map((span) =>
        h('button', { type: 'button', key: span, 'data-span': span, onClick: () => since(span) }, t(`filter.span.${span}`)))),
      h('button', {
        type: 'button',
        class: 'small quiet',
        'data-action': 'clear-filters',
        disabled: FILTERS.every((name) => !props.filter[name]),
        onClick: () => emit('change', Object.fromEntries(FILTERS.map((name) => [name, null]))),
      }, [icon('close'), t('filter.clear')]),
    ]);
  },
};
