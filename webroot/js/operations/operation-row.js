import { h } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { age, duration, fullMoment, moment } from '../core/format.js';
import { t, word } from '../core/language.js';
import { icon } from '../shared/icon.js';
import { OperationDetail } from './operation-detail.js';

const TONES = { ok: 'good', running: 'busy', failed: 'bad', refused: 'warn', interrupted: 'warn', cancelled: '' };

/** One operation, which opens to what changed with it. */
export const OperationRow = {
  props: {
    operation: { type: Object, required: true },
    open: { type: Boolean, required: true },
  },
  emits: ['toggle'],
  setup: (props, { emit }) => () => {
    const { operation, open } = props;
    const panel = `operation-${operation.id}`;
    return h('div', {
      class: 'operation',
      'data-operation': operation.action,
      'data-operation-id': operation.id,
      'data-status': operation.status,
    }, [
      h('button', {
        type: 'button',
        class: 'operation-head',
        'aria-expanded': open,
        'aria-controls': open ? panel : null,
        onClick: () => emit('toggle'),
      }, [icon(open ? 'opened' : 'closed'), ...head(operation)]),
      open ? h('section', { id: panel, 'aria-label': t('detail.of', operation) }, h(OperationDetail, { operation })) : null,
    ]);
  },
};

function head(operation) {
  return [
    h('span', { class: 'row-main' }, [
      h('strong', word('action', operation.action)),
      operation.node ? h('span', ` ${operation.node}`) : null,
      h('small', { class: 'soft' }, ` ${t('by', { actor: operation.actor })}`),
      note(operation.details),
    ]),
    h('span', { class: 'operation-times soft' }, [
      operation.durationMs === null ? null : h('span', t('operations.took', { span: duration(operation.durationMs) })),
      recovery(operation.settled),
    ]),
    h('span', { class: ['chip', TONES[operation.status]] }, word('status', operation.status)),
    h(Age, { at: operation.timestamp }),
  ];
}

/** Ticks by itself, so that the rows around it need not be drawn anew each second. */
const Age = {
  props: { at: { type: String, required: true } },
  setup: (props) => () =>
    h('time', { class: 'soft', datetime: props.at, title: fullMoment(props.at) }, [
      h('span', { class: 'exact' }, moment(props.at)),
      h('span', age(ageMs(props.at))),
    ]),
};

function recovery(settled) {
  switch (settled?.state) {
    case 'pending':
      return h('span', { class: 'loading' }, t('operations.settling'));
    case 'measured':
      return h('span', t('operations.recovered', { span: duration(settled.recoverMs) }));
    case 'not_settled':
      return h('span', { class: 'warn-text' }, t('operations.notSettled'));
    default:
      return null;
  }
}

/** What the details say in words: an operator's reason, a file's name, or why it failed. */
function note(details) {
  const text = details?.name ?? details?.reason;
  return typeof text === 'string' ? h('span', { class: 'row-note soft', title: text }, text) : null;
}
