import { h } from '../lib/vue.js';
import { duration, fullMoment } from '../core/format.js';
import { t, word } from '../core/language.js';
import { command } from '../core/session.js';
import { useReading } from '../core/use-reading.js';
import { DifferenceTable } from '../operations/difference-table.js';
import { verdictView } from '../overview/confirm-action.js';
import { momentLinks } from '../shared/moment-links.js';
import { StoredDecision } from './stored-decision.js';
import { unread } from './unread.js';

const TONES = { ok: 'good', running: 'busy', failed: 'bad', refused: 'warn', interrupted: 'warn' };
const MIGRATIONS = ['auto_migrate', 'manual_migrate'];

/** An operation of the audit trail: what led to it, how it ended, and what was otherwise afterwards. */
export const OperationView = {
  props: { id: { type: Number, required: true } },
  setup(props) {
    const reading = useReading(() => props.id, (id) => command('get-operation', { id }));
    return () => {
      const found = reading.answer.value;
      return found ? view(found) : unread(reading);
    };
  },
};

function view({ operation, difference }) {
  return h('div', { class: 'why-operation', 'data-operation-why': operation.action }, [
    h('p', { class: 'plan-reason' }, [
      h('span', { class: ['chip', TONES[operation.status]] }, word('status', operation.status)),
      h('span', [
        h('strong', word('action', operation.action)),
        operation.node ? ` ${operation.node}` : null,
        h('span', { class: 'soft' }, ` ${t('by', { actor: operation.actor })}`),
        operation.durationMs === null ? null : h('span', { class: 'soft' }, `, ${t('operations.took', { span: duration(operation.durationMs) })}`),
      ]),
    ]),
    h('p', { class: 'why-when' }, [
      h('span', { class: 'soft' }, fullMoment(operation.timestamp)),
      momentLinks(operation.timestamp, MIGRATIONS.includes(operation.action) ? null : operation.node),
    ]),
    why(operation),
    operation.settled && difference.length > 0
      ? [h('h3', t('why.beforeAfter')), h(DifferenceTable, { difference, operation })]
      : null,
  ]);
}

/** What led to it: the scheduler's decision, what it meant for the quorum, or what the one who asked for it said. */
function why({ action, details, status, actor }) {
  if (MIGRATIONS.includes(action)) {
    return [
      h('p', t('why.moved', { name: details.name, from: details.from, to: details.to })),
      status === 'failed' ? h('p', { class: 'remark warn' }, details.detail ?? details.problem) : null,
      details.planId
        ? [h('h3', t('why.decision')), h(StoredDecision, { id: details.planId, fileId: details.fileId ?? details.id })]
        : h('p', { class: 'remark' }, t('why.noPlan')),
    ];
  }
  return [
    quorum(details),
    details.forced ? h('p', { class: 'remark warn' }, t('why.forced')) : null,
    given(details, status),
    details.before && details.after ? settings(details) : null,
    !quorum(details) && !given(details, status) && !details.before ? h('p', { class: 'remark' }, t('why.asked', { actor })) : null,
  ];
}

/** The verdict as it was weighed; of rows from before it was kept whole there is its sentence. */
function quorum(details) {
  if (!details.quorum && !details.arithmetic) {
    return null;
  }
  return [
    h('h3', t('why.quorum')),
    details.quorum ? verdictView(details.quorum) : h('p', { class: 'remark' }, details.arithmetic),
  ];
}

/** What the one who asked gave as a reason, or what stood against it. */
function given(details, status) {
  const text = details.why ?? details.reason;
  if (typeof text !== 'string' || text === details.quorum?.reason) {
    return null;
  }
  const key = status === 'refused' || status === 'failed' ? 'why.stoodAgainst' : 'why.given';
  return h('p', { class: 'remark' }, t(key, { text }));
}

function settings({ before, after }) {
  const changed = Object.keys(after).filter((name) => before[name] !== after[name]);
  return h('ul', { class: 'differences' }, changed.map((name) => h('li', { key: name }, [
    h('span', { class: 'what' }, word('setting', name)),
    h('span', { class: 'way' }, [h('s', String(before[name])), ' → ', h('strong', String(after[name]))]),
  ])));
}
