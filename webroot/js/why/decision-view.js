import { h } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { age, bytes, fullMoment, number, sentence } from '../core/format.js';
import { t, word } from '../core/language.js';
import { icon } from '../shared/icon.js';
import { momentLinks } from '../shared/moment-links.js';
import { PlanInputs } from './plan-inputs.js';
import { VerdictTable } from './verdict-table.js';

const MOST_MOVES = 20;

/** A decision in full: what came out, why for each node and the file, from what, and when. */
export const DecisionView = {
  props: {
    plan: { type: Object, required: true },
    /** Of a file whose move is to stand out, or null. */
    fileId: { type: String, default: null },
  },
  setup: (props, { slots }) => () => {
    const { plan } = props;
    return h('div', { class: 'why-decision', 'data-plan': plan.id }, [
      h('p', { class: 'plan-reason' }, [
        h('span', { class: ['chip', plan.shouldMigrate ? 'busy' : ''] }, word('reason', plan.reason)),
        h('span', sentence(plan, 'message')),
      ]),
      h('p', { class: 'why-when' }, [
        h('span', { class: 'soft' }, t('why.decided', { at: fullMoment(plan.createdAt), age: age(ageMs(plan.createdAt)) })),
        momentLinks(plan.createdAt),
      ]),
      slots.default?.(),
      h('h3', t('why.verdicts')),
      h(VerdictTable, { verdicts: plan.verdicts, candidate: plan.candidate }),
      plan.moves.length > 0 ? [h('h3', t('plan.moves')), moves(plan.moves, props.fileId)] : null,
      h('h3', t('why.inputs')),
      h(PlanInputs, { plan }),
    ]);
  },
};

/** The first moves, and the one that is asked about wherever it stands. */
function moves(all, fileId) {
  const shown = all.filter((move, index) => index < MOST_MOVES || move.fileId === fileId);
  const left = all.length - shown.length;
  return h('ol', { class: 'moves' }, [
    ...shown.map((move) => h('li', { key: move.fileId, class: move.fileId === fileId ? 'asked' : null }, [
      h('span', { class: 'file', title: move.name }, move.name),
      h('span', { class: 'soft' }, bytes(move.sizeBytes)),
      h('span', { class: 'way' }, [move.from, icon('arrow'), move.to]),
      move.fileId === fileId ? h('span', { class: 'chip busy' }, t('why.thisOne')) : null,
    ])),
    left > 0 ? h('li', { class: 'soft' }, t('plan.more', { count: number(left, 0) })) : null,
  ]);
}
