import { h, shallowRef } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { age, number, sentence } from '../core/format.js';
import { t, word } from '../core/language.js';
import { complain, say } from '../core/notices.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { useCommand } from '../core/use-command.js';
import { showWhy } from '../core/why.js';
import { icon } from '../shared/icon.js';
import { Panel } from '../shared/panel.js';
import { SwitchButton } from '../shared/switch-button.js';
import { MoveList } from './move-list.js';
import { NextRound } from './next-round.js';
import { StalePlan } from './stale-plan.js';
import { ThresholdGauge } from './threshold-gauge.js';
import { VerdictList } from './verdict-list.js';

const RUN_LIMIT_MS = 600_000;
const PLAN_CHANGED = 'plan_changed';

/** What the scheduler is about to do, why, and the button that does exactly this. */
export const PlanPanel = {
  setup() {
    const { busy, run } = useCommand();
    /** The plan that was approved and does not hold any more, or null. */
    const approved = shallowRef(null);

    async function runPlan() {
      const { plan } = store;
      approved.value = null;
      const answer = await run(() =>
        command('run-scheduler', { planId: plan.id }, RUN_LIMIT_MS).catch((problem) => {
          if (problem.code !== PLAN_CHANGED) {
            throw problem;
          }
          approved.value = plan;
          return null;
        }));
      if (answer) {
        tell(answer);
      }
    }

    const runItself = (enabled) => run(
      () => command('change-scheduler', { enabled }),
      () => t(enabled ? 'done.schedulerOn' : 'done.schedulerOff'),
    );

    const off = () => busy.value || store.connection.phase !== 'live';

    const actions = () => store.plan && [
      h(SwitchButton, {
        on: store.plan.enabled, disabled: off(), label: t('plan.on'), 'data-action': 'scheduler', onToggle: runItself,
      }),
      h('button', {
        type: 'button',
        class: ['primary', busy.value && 'busy'],
        disabled: off() || store.plan.moves.length === 0,
        'data-action': 'run-plan',
        onClick: runPlan,
      }, [icon('play'), store.plan.moves.length ? t('plan.run') : t('plan.nothingToRun')]),
    ];

    const stale = () => approved.value && h(StalePlan, {
      approved: approved.value,
      disabled: off(),
      onRun: runPlan,
      onDismiss: () => { approved.value = null; },
    });

    return () =>
      h(Panel, { title: t('plan.title'), ready: store.plan !== null, class: 'plan' }, {
        actions,
        default: () => [stale(), ...content(store.plan)],
      });
  },
};

function content(plan) {
  return [
    reason(plan),
    h(NextRound),
    h(MoveList, { moves: plan.moves }),
    candidate(plan.candidate?.verdict),
    h(ThresholdGauge, { plan }),
    h('div', { class: 'line' }, [
      h('h3', t('plan.verdicts')),
      h('button', { type: 'button', class: 'small', 'data-action': 'why', onClick: () => showWhy({ kind: 'plan' }) },
        [icon('question'), t('why.button')]),
    ]),
    h(VerdictList, { verdicts: plan.verdicts }),
    h('p', { class: 'soft plan-foot' }, [
      t('plan.id', { id: plan.id, age: age(ageMs(plan.createdAt)) }),
      ` · ${t('plan.strategy')}: ${plan.strategy} · ${t('plan.batch')}: ${plan.batch || t('plan.auto')}`,
    ]),
  ];
}

function tell({ moved, failed }) {
  if (failed.length === 0) {
    say(t('done.run', { moved: number(moved, 0) }));
  } else {
    complain({ code: 'round', detail: t('done.runFailed', { moved, failed: failed.length, why: failed[0] }) });
  }
}

function reason(plan) {
  return h('p', { class: 'plan-reason', 'data-reason': plan.reason }, [
    h('span', { class: ['chip', plan.shouldMigrate ? 'busy' : 'calm'] }, word('reason', plan.reason)),
    h('span', sentence(plan, 'message')),
  ]);
}

function candidate(verdict) {
  return verdict && [
    h('p', { class: 'soft' }, sentence(verdict, 'sentence')),
    verdict.counterfactual ? h('p', { class: 'counterfactual' }, sentence(verdict, 'counterfactual')) : null,
  ];
}
