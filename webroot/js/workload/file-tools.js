import { h } from '../lib/vue.js';
import { bytes, number } from '../core/format.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { icon } from '../shared/icon.js';
import { chosen, choose, deleteChosen, deletion, failureText } from './file-choice.js';
import { list } from './file-list.js';
import { SORTS, sortBy, wanted } from './file-query.js';

const LONGEST_QUERY = 255;

/** What is searched for, on which node, in which order, and how many there are. */
export const fileTools = () => h('div', { class: 'file-tools' }, [
  h('label', { class: 'search' }, [
    icon('search'),
    h('input', {
      type: 'search',
      value: wanted.query,
      maxlength: LONGEST_QUERY,
      placeholder: t('files.search'),
      'aria-label': t('files.search'),
      'data-filter': 'file-name',
      onInput: (event) => { wanted.query = event.target.value; },
    }),
  ]),
  h('select', {
    'aria-label': t('files.onNode'),
    'data-filter': 'file-node',
    value: wanted.node,
    onChange: (event) => { wanted.node = event.target.value; },
  }, ['', ...(store.ensemble?.nodes ?? []).map(({ id }) => id)].map((node) =>
    h('option', { key: node, value: node, selected: node === wanted.node }, node || t('files.allNodes')))),
  // On a narrow screen there is no head with columns to press.
  h('span', { class: 'narrow-sort' }, [
    h('select', {
      'aria-label': t('files.sort'),
      value: wanted.sort,
      onChange: (event) => sortBy(event.target.value),
    }, Object.keys(SORTS).map((sort) => h('option', { key: sort, value: sort, selected: sort === wanted.sort }, t(`files.${sort}`)))),
    h('button', {
      type: 'button',
      'aria-label': t(`files.order.${wanted.order}`),
      title: t(`files.order.${wanted.order}`),
      onClick: () => sortBy(wanted.sort),
    }, icon(wanted.order === 'asc' ? 'up' : 'down')),
  ]),
  h('span', { class: 'soft', role: 'status', 'data-total': '' }, totalText()),
]);

/** How many files the table is about; null while that is not known. */
export function total() {
  if (!wanted.query && store.counts) {
    return { count: wanted.node ? store.counts.files[wanted.node] ?? 0 : store.counts.totalFiles, exact: true };
  }
  return list.matching;
}

function totalText() {
  const known = total();
  if (!known) {
    return '';
  }
  const count = number(known.count, 0);
  return t(known.exact ? 'files.total' : 'files.totalAtLeast', { count });
}

/** What can be done to all that are ticked, how far it is, and what went wrong with which. */
export function chosenBar() {
  const files = [...chosen.value.values()];
  const progress = deletion.value;
  return [
    files.length > 0 ? h('div', { class: 'chosen-bar', 'data-chosen': files.length }, [
      h('span', t('files.chosen', {
        count: number(files.length, 0),
        size: bytes(files.reduce((sum, file) => sum + file.sizeBytes, 0)),
      })),
      h('button', {
        type: 'button', class: 'small danger', 'data-action': 'delete-chosen',
        disabled: store.connection.phase !== 'live' || Boolean(progress?.running),
        onClick: deleteChosen,
      }, [icon('trash'), t('files.deleteThese')]),
      h('button', { type: 'button', class: 'small quiet', onClick: () => choose(files, false) }, t('files.untick')),
    ]) : null,
    progress ? h('div', { class: ['remark', progress.failed.length > 0 && 'warn'], role: 'status', 'data-deletion': progress.running ? 'running' : 'done' }, [
      h('p', t('files.deletedOf', { done: number(progress.done - progress.failed.length, 0), all: number(progress.all, 0) })),
      progress.running
        ? h('progress', { max: progress.all, value: progress.done, 'aria-label': t('files.deleting') })
        : h('button', { type: 'button', class: 'small', onClick: () => { deletion.value = null; } }, t('files.putAway')),
      progress.failed.length > 0 ? h('ul', progress.failed.map((failure) =>
        h('li', { key: failure.id }, [h('bdi', failure.name), `: ${failureText(failure)}`]))) : null,
    ]) : null,
  ];
}
