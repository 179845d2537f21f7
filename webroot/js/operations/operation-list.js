import { h } from '../lib/vue.js';
import { t, word } from '../core/language.js';
import { store } from '../core/store.js';
import { filter, goBack, mayGoBack, parameters, reading, shown } from './trail.js';
import { OperationRow } from './operation-row.js';
import { Panel } from '../shared/panel.js';

const ACTIONS = [
  'node_start', 'node_stop', 'node_restart', 'node_kill', 'node_pause', 'node_resume', 'rolling_restart', 'drain',
  'undrain', 'upload', 'delete', 'bulk_generate', 'stress', 'auto_migrate', 'manual_migrate', 'reconcile', 'settings',
  'workload',
];
const STATUSES = ['running', 'ok', 'failed', 'refused', 'interrupted', 'cancelled'];
const FORMATS = ['csv', 'json'];

/** The audit trail: what was done, by whom, how it ended, and what changed with it. */
export const OperationList = {
  setup: () => () =>
    h(Panel, { title: t('operations.title'), ready: shown.value !== null, class: 'operations' }, {
      actions: () => FORMATS.map(exportLink),
      default: () => [filters(), reading.problem ? failed(reading.problem) : null, rows(), back()],
    }),
};

function exportLink(format) {
  const query = parameters();
  query.set('format', format);
  const name = format.toUpperCase();
  return h('a', {
    class: 'button small',
    href: `/api/operations/export?${query}`,
    download: '',
    title: t('operations.exportHint', { format: name }),
    'data-action': `export-${format}`,
  }, t('operations.export', { format: name }));
}

function filters() {
  return h('div', { class: 'filters' }, [
    choice('action', ACTIONS.map((code) => [code, word('action', code)])),
    choice('node', (store.ensemble?.nodes ?? []).map(({ id }) => [id, id])),
    choice('status', STATUSES.map((code) => [code, word('status', code)])),
  ]);
}

function choice(field, options) {
  return h('select', {
    'aria-label': t(`filter.${field}`),
    'data-filter': field,
    value: filter[field],
    onChange: (event) => { filter[field] = event.target.value; },
  }, [['', t(`filter.all.${field}`)], ...options].map(([value, label]) =>
    h('option', { key: value, value, selected: filter[field] === value }, label)));
}

function rows() {
  if (shown.value.length > 0) {
    return h('ul', { class: 'rows', 'aria-label': t('operations.title') },
      shown.value.map((operation) => h('li', { key: operation.id }, h(OperationRow, { operation }))));
  }
  if (reading.busy || reading.problem) {
    return reading.busy ? h('p', { class: 'placeholder loading' }, t('operations.reading')) : null;
  }
  return h('p', { class: 'placeholder' }, t(parameters().size > 0 ? 'operations.none' : 'operations.empty'));
}

function failed(problem) {
  return h('p', { class: 'remark warn', role: 'alert' }, [
    t('operations.unread', { why: problem.detail }),
    h('button', { type: 'button', class: 'small', onClick: goBack }, t('operations.retry')),
  ]);
}

function back() {
  return mayGoBack.value && shown.value.length > 0
    ? h('button', {
      type: 'button',
      class: 'small quiet',
      disabled: reading.busy || store.connection.phase !== 'live',
      'data-action': 'older',
      onClick: goBack,
    }, t(reading.busy ? 'operations.reading' : 'operations.older'))
    : null;
}
