import { h, ref } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { age, bytes, number, sentence } from '../core/format.js';
import { t, word } from '../core/language.js';
import { complain, say } from '../core/notices.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { useCommand } from '../core/use-command.js';
import { showWhy } from '../core/why.js';
import { icon } from '../shared/icon.js';
import { Panel } from '../shared/panel.js';
import { SwitchButton } from '../shared/switch-button.js';
import { ThresholdGauge } from './threshold-gauge.js';
import { VerdictList } from './verdict-list.js';

const RUN_LIMIT_MS = 600_000;
const CONFLICT = 409;
const MOST_MOVES_SHOWN = 5;

/** What the scheduler is about to do, why, and the button that does exactly this. */
export const PlanPanel = {
  setup() {
    const { busy, run } = useCommand();
    const changed = ref(false);

    async function runPlan() {
      const planId = store.plan.id;
      changed.value = false;
      const answer = await run(() =>
        command('run-scheduler', { planId }, RUN_LIMIT_MS).catch((problem) => {
          if (problem.status !== CONFLICT || store.plan.id === planId) {
            throw problem;
          }
          changed.value = true;
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

    function actions() {
      const { plan } = store;
      const away = store.connection.phase !== 'live';
      return plan && [
        h(SwitchButton, { on: plan.enabled, disabled: busy.value || away, label: t('plan.on'), onToggle: runItself }),
        h('button', {
          type: 'button',
          class: ['primary', busy.value && 'busy'],
          disabled: busy.value || away || plan.moves.length === 0,
          'data-action': 'run-plan',
          onClick: runPlan,
        }, [icon('play'), plan.moves.length ? t('plan.run') : t('plan.nothingToRun')]),
      ];
    }

    return () =>
      h(Panel, { title: t('plan.title'), ready: store.plan !== null, class: 'plan' }, {
        actions,
        default: () => [
          changed.value ? h('p', { class: 'remark warn', role: 'status' }, [icon('warning'), t('plan.changed')]) : null,
          reason(store.plan),
          moves(store.plan),
          h(ThresholdGauge, { plan: store.plan }),
          h('div', { class: 'line' }, [
            h('h3', t('plan.verdicts')),
            h('button', { type: 'button', class: 'small', 'data-action': 'why', onClick: () => showWhy({ kind: 'plan' }) },
              [icon('question'), t('why.button')]),
          ]),
          h(VerdictList, { verdicts: store.plan.verdicts }),
          h('p', { class: 'soft plan-foot' }, [
            t('plan.id', { id: store.plan.id, age: age(ageMs(store.plan.createdAt)) }),
            ` · ${t('plan.strategy')}: ${store.plan.strategy} · ${t('plan.batch')}: ${store.plan.batch || t('plan.auto')}`,
          ]),
        ],
      });
  },
};

function tell({ moved, failed }) {
  if (failed.length === 0) {
    say(t('done.run', { moved: number(moved, 0) }));
  } else {
    complain({ code: 'round', detail: t('done.runFailed', { moved, failed: failed.length, why: failed[0] }) });
  }
}

function reason(plan) {
  return h('p', { class: 'plan-reason' }, [
    h('span', { class: ['chip', plan.shouldMigrate ? 'busy' : 'calm'] }, word('reason', plan.reason)),
    h('span', sentence(plan, 'message')),
  ]);
}

function moves(plan) {
  const verdict = plan.candidate?.verdict;
  const left = plan.moves.length - MOST_MOVES_SHOWN;
  return [
    plan.moves.length === 0 ? null : h('ul', { class: 'moves', 'aria-label': t('plan.moves') }, [
      plan.moves.slice(0, MOST_MOVES_SHOWN).map((move) => h('li', { key: move.fileId }, [
        h('span', { class: 'file' }, move.name),
        h('span', { class: 'soft' }, bytes(move.sizeBytes)),
        h('span', { class: 'way' }, [move.from, icon('arrow'), move.to]),
      ])),
      left > 0 ? h('li', { class: 'soft' }, t('plan.more', { count: number(left, 0) })) : null,
    ]),
    verdict ? h('p', { class: 'soft' }, sentence(verdict, 'sentence')) : null,
    verdict?.counterfactual ? h('p', { class: 'counterfactual' }, sentence(verdict, 'counterfactual')) : null,
  ];
}
