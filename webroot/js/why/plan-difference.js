import { h } from '../lib/vue.js';
import { number } from '../core/format.js';
import { t, word } from '../core/language.js';
import { icon } from '../shared/icon.js';

/** What is otherwise in one plan than in an earlier one: each thing as it was and as it is. */
export const PlanDifference = {
  props: {
    before: { type: Object, required: true },
    after: { type: Object, required: true },
  },
  setup: (props) => () => {
    const rows = differences(props.before, props.after);
    return rows.length === 0
      ? h('p', { class: 'soft' }, t('difference.none'))
      : h('ul', { class: 'differences' }, rows.map(({ key, what, was, is }) =>
        h('li', { key, 'data-changed': key }, [
          h('span', { class: 'what' }, what),
          h('span', { class: 'way' }, [
            h('s', [h('span', { class: 'unseen' }, t('difference.was')), was]),
            icon('arrow'),
            h('strong', [h('span', { class: 'unseen' }, t('difference.is')), is]),
          ]),
        ])));
  },
};

/** One row for each thing that differs, what weighs most first. */
function differences(before, after) {
  const rows = [];
  const add = (key, what, was, is) => {
    if (was !== is) {
      rows.push({ key, what, was, is });
    }
  };
  const batch = (plan) => (plan.batch ? number(plan.batch, 0) : t('plan.auto'));
  const onOff = (plan) => t(plan.enabled ? 'difference.on' : 'difference.off');
  const drained = (plan) => plan.drainedNodes.join(', ') || t('difference.nobody');
  add('strategy', t('plan.strategy'), before.strategy, after.strategy);
  add('threshold', t('plan.threshold'), number(before.threshold), number(after.threshold));
  add('batch', t('plan.batch'), batch(before), batch(after));
  add('enabled', t('plan.on'), onOff(before), onOff(after));
  add('drained', t('difference.drained'), drained(before), drained(after));
  for (const node of Object.keys(after.counts)) {
    add(`files-${node}`, t('difference.files', { node }), number(before.counts[node], 0), number(after.counts[node], 0));
    add(`takes-${node}`, t('difference.takes', { node }), takes(before, node), takes(after, node));
  }
  add('reason', t('difference.reason'), word('reason', before.reason), word('reason', after.reason));
  add('moves', t('difference.moves'), number(before.moves.length, 0), number(after.moves.length, 0));
  const other = firstOther(before.moves, after.moves);
  if (other >= 0) {
    add(`move-${other}`, t('difference.move', { number: other + 1 }), move(before.moves[other]), move(after.moves[other]));
  }
  addVerdicts(before, after, add);
  return rows;
}

function addVerdicts(before, after, add) {
  const known = new Map(before.verdicts.map((verdict) => [verdict.node, verdict.code]));
  for (const { node, code } of after.verdicts) {
    if (known.has(node)) {
      add(`verdict-${node}`, t('difference.verdict', { node }), word('verdict', known.get(node)), word('verdict', code));
    }
  }
}

const takes = (plan, node) => t(plan.nodeStates[node]?.available ? 'detail.true' : 'detail.false');

/** Where two lists of moves part, or -1. */
function firstOther(one, other) {
  const longest = Math.max(one.length, other.length);
  for (let at = 0; at < longest; at++) {
    if (move(one[at]) !== move(other[at]) || one[at]?.fileId !== other[at]?.fileId) {
      return at;
    }
  }
  return -1;
}

const move = (planned) => (planned ? `${planned.name} · ${planned.from} → ${planned.to}` : t('difference.nothing'));
