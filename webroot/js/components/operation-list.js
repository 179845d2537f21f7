import { h } from '../lib/vue.js';
import { t, word } from '../language.js';
import { RowList, rowTime } from './row-list.js';

const TONES = { ok: 'good', running: 'busy', failed: 'bad', refused: 'warn', interrupted: 'warn', cancelled: '' };

/** The audit trail's newest rows. */
export const OperationList = {
  setup: () => () =>
    h(RowList, { title: t('operations.title'), empty: t('operations.empty'), field: 'operations', row }),
};

function row(operation) {
  return h('div', { class: 'row', 'data-operation': operation.action }, [
    h('span', { class: 'row-main' }, [
      h('strong', word('action', operation.action)),
      operation.node ? h('span', ` ${operation.node}`) : null,
      h('small', { class: 'soft' }, ` ${t('by', { actor: operation.actor })}`),
      note(operation.details),
    ]),
    h('span', { class: ['chip', TONES[operation.status]] }, word('status', operation.status)),
    rowTime(operation.timestamp),
  ]);
}

/** What the details say in words: an operator's reason, a file's name, or why it failed. */
function note(details) {
  const text = details?.name ?? details?.reason;
  return typeof text === 'string' ? h('span', { class: 'row-note soft', title: text }, text) : null;
}
