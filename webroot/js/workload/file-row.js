import { h } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { age, bytes, fullMoment } from '../core/format.js';
import { t } from '../core/language.js';
import { say } from '../core/notices.js';
import { store } from '../core/store.js';
import { icon } from '../shared/icon.js';
import { deleteOne } from './file-choice.js';

const SHORT_HASH = 10;

/**
 * One file in the table. All that it is given are plain values and what it emits, so that a row that only scrolls by is not
 * drawn anew. Its buttons can be reached by Tab only while it is the row that the arrow keys are at.
 */
export const FileRow = {
  props: {
    file: { type: Object, required: true },
    /** Counted from 1, the head included. */
    rowIndex: { type: Number, required: true },
    active: { type: Boolean, required: true },
    ticked: { type: Boolean, required: true },
    /** How far below the first row, px. */
    top: { type: Number, required: true },
  },
  /** reach: the focus is in it now. */
  emits: ['open', 'tick', 'reach'],
  setup: (props, { emit }) => () => {
    const { file, active, ticked } = props;
    const gone = file.state === 'removed';
    const tabindex = active ? 0 : -1;
    return h('div', {
      role: 'row',
      class: ['file-row', file.state],
      'aria-rowindex': props.rowIndex,
      'aria-selected': ticked,
      tabindex,
      'data-file': file.id,
      'data-state': file.state || null,
      style: { transform: `translateY(${props.top}px)` },
      onDblclick: () => emit('open'),
      onFocusin: () => emit('reach'),
    }, [
      cell('tick', h('input', {
        type: 'checkbox', checked: ticked, disabled: gone, tabindex,
        'aria-label': t('files.tick', file),
        onChange: (event) => emit('tick', event.target.checked),
      })),
      cell('name', [
        h('button', {
          type: 'button', class: 'file-name', tabindex, title: file.name, disabled: gone, 'data-action': 'open-file',
          onClick: () => emit('open'),
        }, h('bdi', file.name)),
        gone ? h('span', { class: 'chip bad' }, t('files.gone')) : null,
      ]),
      cell('node', [
        h('span', file.node),
        file.state === 'moved' ? h('span', { class: 'chip busy' }, t('files.moved')) : null,
      ]),
      cell('size', bytes(file.sizeBytes)),
      cell('created', h(When, { at: file.createdAt })),
      cell('updated', h(When, { at: file.updatedAt })),
      cell('hash', h('code', { title: file.sha256 }, file.sha256.slice(0, SHORT_HASH)), copyButton(file, tabindex)),
      cell('acts', gone ? null : [
        h('a', {
          class: 'button small quiet', tabindex, href: contentOf(file), download: '', 'data-action': 'download-file',
          'aria-label': t('files.downloadOf', file), title: t('files.download'),
        }, icon('download')),
        h('button', {
          type: 'button', class: 'small quiet danger', tabindex, disabled: store.connection.phase !== 'live',
          'data-action': 'delete-file', 'aria-label': t('files.deleteOf', file), title: t('files.delete'),
          onClick: () => deleteOne(file),
        }, icon('trash')),
      ]),
    ]);
  },
};

const cell = (column, ...content) => h('div', { role: 'gridcell', class: `file-${column}-cell` }, content);

/** Where a file's bytes are had. */
export const contentOf = ({ id }) => `/api/files/${id}/content`;

/** Copies the hash; not there where the browser lets no page copy, as over plain HTTP from elsewhere. */
export function copyButton(file, tabindex) {
  return navigator.clipboard ? h('button', {
    type: 'button', class: 'small quiet', tabindex, 'data-action': 'copy-hash',
    'aria-label': t('files.copyOf', file), title: t('files.copy'),
    onClick: () => navigator.clipboard.writeText(file.sha256).then(() => say(t('files.copied', file))),
  }, icon('copy')) : null;
}

/** Ticks by itself, so that the rows need not be drawn anew each second. */
const When = {
  props: { at: { type: String, required: true } },
  setup: (props) => () =>
    h('time', { datetime: props.at, title: fullMoment(props.at) }, age(ageMs(props.at))),
};
