import { h } from '../lib/vue.js';
import { number, sentence } from '../core/format.js';
import { problemText, t, word } from '../core/language.js';
import { store } from '../core/store.js';
import { icon } from '../shared/icon.js';
import { Panel } from '../shared/panel.js';
import { bandOf, rowsOf } from './balance.js';
import { CountBars } from './count-bars.js';
import { MoveList } from './move-list.js';
import { RuleField, fieldError } from './rule-fields.js';
import { touch } from './settings-draft.js';
import { goToSettings } from './settings-panel.js';
import { VerdictList } from './verdict-list.js';
import { TRIED, useWhatIf } from './what-if.js';

const MOST_MOVES = 8;

/** Another threshold, strategy or batch tried out: what would move and what would be left, with nothing done. */
export const WhatIfPanel = {
  setup() {
    const whatIf = useWhatIf();

    function takeOver() {
      const values = whatIf.values();
      TRIED.forEach((field) => touch(field, values[field].trim()));
      goToSettings();
    }

    const field = (name) => h(RuleField, {
      key: name,
      name,
      value: whatIf.values()[name],
      hint: name === 'strategy' ? word('strategy', whatIf.values()[name]) : t(`settings.hint.${name}`),
      error: fieldError(whatIf.problem.value, name),
      options: name === 'strategy' ? store.scheduler.strategies : null,
      onChange: (value) => whatIf.tryOut(name, value),
    });

    const foot = () => h('div', { class: 'form-line' }, [
      h('button', {
        type: 'button',
        class: 'primary',
        disabled: !whatIf.plan.value || store.connection.phase !== 'live',
        'data-action': 'take-over',
        onClick: takeOver,
      }, [icon('settings'), t('whatIf.takeOver')]),
      h('button', { type: 'button', disabled: !whatIf.isTried(), 'data-action': 'reset-what-if', onClick: whatIf.reset },
        t('whatIf.reset')),
    ]);

    return () =>
      h(Panel, { title: t('whatIf.title'), ready: store.scheduler !== null && store.plan !== null, class: 'what-if' }, {
        actions: () => h('span', { class: 'chip warn' }, [icon('shield'), t('whatIf.nothing')]),
        default: () => [
          h('div', { class: 'fields' }, TRIED.map(field)),
          h('div', { class: 'what-if-answer', 'aria-live': 'polite', 'aria-busy': whatIf.asking.value }, answer(whatIf)),
          foot(),
        ],
      });
  },
};

function answer({ plan, problem, isTried, asking }) {
  if (problem.value && !TRIED.includes(problem.value.field)) {
    return h('p', { class: 'remark warn', role: 'alert' }, problemText(problem.value).text);
  }
  if (!plan.value) {
    const key = problem.value ? 'whatIf.refused' : isTried() || asking.value ? 'whatIf.asking' : 'whatIf.hint';
    return h('p', { class: ['placeholder', key === 'whatIf.asking' && 'loading'] }, t(key));
  }
  return outcome(plan.value);
}

function outcome(plan) {
  const rows = rowsOf({ files: plan.counts, bytes: plan.bytes }, plan, 'files');
  return h('div', { class: 'stack', 'data-what-if': plan.reason, 'data-moves': plan.moves.length }, [
    h('p', { class: 'plan-reason' }, [
      h('span', { class: ['chip', plan.shouldMigrate ? 'busy' : ''] }, word('reason', plan.reason)),
      h('span', sentence(plan, 'message')),
    ]),
    h('h3', t('whatIf.moves', { count: number(plan.moves.length, 0) })),
    h(MoveList, { moves: plan.moves, most: MOST_MOVES }),
    h('h3', t('whatIf.left')),
    h(CountBars, { rows, band: bandOf(plan, 'files'), format: (value) => number(value, 0), label: t('whatIf.left') }),
    h('h3', t('plan.verdicts')),
    h(VerdictList, { verdicts: plan.verdicts }),
  ]);
}
