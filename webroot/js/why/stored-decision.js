import { h } from '../lib/vue.js';
import { rest } from '../core/rest.js';
import { t } from '../core/language.js';
import { useReading } from '../core/use-reading.js';
import { icon } from '../shared/icon.js';
import { DecisionView } from './decision-view.js';
import { outcomeText } from './outcome.js';
import { PlanDifference } from './plan-difference.js';
import { unread } from './unread.js';

/**
 * A decision out of the history. With it comes what today's rules make of its stored inputs, so that one who doubts it
 * can see whether it would be decided so again.
 */
export const StoredDecision = {
  props: {
    id: { type: String, required: true },
    fileId: { type: String, default: null },
  },
  setup(props) {
    const reading = useReading(() => props.id, (id) => rest('GET', `/api/scheduler/decisions/${encodeURIComponent(id)}/replay`));
    return () => {
      const replay = reading.answer.value;
      return replay
        ? h(DecisionView, { plan: replay.decision.plan, fileId: props.fileId }, () => [
          h('p', { class: 'remark', 'data-outcome': replay.decision.outcome.moved }, t('why.outcome', {
            outcome: outcomeText(replay.decision.outcome, replay.decision.plan),
          })),
          replayed(replay, reading.again),
        ])
        : unread(reading);
    };
  },
};

function replayed({ same, decision, plan }, again) {
  return h('div', { class: ['remark', !same && 'warn'], 'data-replay': same ? 'same' : 'otherwise', role: 'status' }, [
    h('p', { class: 'replay-line' }, [
      icon(same ? 'shield' : 'warning'),
      h('span', t(same ? 'why.replaySame' : 'why.replayOther')),
      h('button', { type: 'button', class: 'small', 'data-action': 'replay', onClick: again }, [
        icon('restart'), t('why.replay'),
      ]),
    ]),
    same ? null : h(PlanDifference, { before: decision.plan, after: plan }),
  ]);
}
