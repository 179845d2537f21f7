import { h } from '../lib/vue.js';
import { t } from '../core/language.js';
import { icon } from '../shared/icon.js';
import { MOST_CHOSEN, choose, chosen } from './file-choice.js';
import { list } from './file-list.js';
import { SORTS, sortBy, wanted } from './file-query.js';

const COLUMNS = ['name', 'node', 'size', 'created', 'updated', 'hash', 'acts'];

/** The head of the file table: what each column is, and by which the files are in order. */
export const FileHead = () => h('div', { role: 'rowgroup' }, h('div', { role: 'row', class: 'file-row file-head', 'aria-rowindex': 1 }, [
  h('div', { role: 'columnheader', class: 'file-tick-cell' }, tickAll()),
  COLUMNS.map((column) => h('div', {
    role: 'columnheader',
    class: `file-${column}-cell`,
    'aria-sort': wanted.sort !== column ? null : wanted.order === 'asc' ? 'ascending' : 'descending',
  }, column in SORTS ? sortButton(column) : h('span', t(`files.${column}`)))),
]));

function sortButton(column) {
  const sorted = wanted.sort === column;
  return h('button', {
    type: 'button',
    class: ['sort', sorted && 'sorted'],
    'data-sort': column,
    title: t('files.sortBy', { column: t(`files.${column}`) }),
    onClick: () => sortBy(column),
  }, [t(`files.${column}`), icon(sorted && wanted.order === 'asc' ? 'up' : 'down')]);
}

/** Ticks all rows that have been read, as far as so many can be deleted at once. */
function tickAll() {
  const there = (list.rows ?? []).filter((row) => row.state !== 'removed').slice(0, MOST_CHOSEN);
  const all = there.length > 0 && there.every((row) => chosen.value.has(row.id));
  return h('input', {
    type: 'checkbox',
    checked: all,
    indeterminate: !all && chosen.value.size > 0,
    disabled: there.length === 0,
    'aria-label': t('files.tickAll', { count: there.length }),
    'data-action': 'tick-all',
    onChange: (event) => choose(event.target.checked ? there : [...chosen.value.values()], event.target.checked),
  });
}
