import { h } from '../lib/vue.js';
import { number, sentence } from '../core/format.js';
import { problemText, t, word } from '../core/language.js';
import { store } from '../core/store.js';
import { showWhy } from '../core/why.js';
import { icon } from '../shared/icon.js';
import { Panel } from '../shared/panel.js';
import { rowTime } from '../shared/row-list.js';
import { outcomeText } from '../why/outcome.js';
import { useDecisions } from './decisions.js';

/** What the scheduler decided, when, what became of it, and why. */
export const DecisionList = {
  setup() {
    const { rows, problem, busy, nextBefore, refresh, older } = useDecisions();

    const retry = () => h('p', { class: 'remark warn', role: 'alert' }, [
      t('why.unread', { why: problemText(problem.value).text }),
      ' ',
      h('button', { type: 'button', class: 'small', onClick: refresh }, t('why.again')),
    ]);

    const list = () => h('ul', { class: 'rows', tabindex: 0, 'aria-label': t('decisions.title') }, [
      ...rows.value.map((decision) => h('li', { key: decision.planId }, h(DecisionRow, { decision }))),
      nextBefore.value === null ? null : h('li', { key: 'older', class: 'older' }, h('button', {
        type: 'button',
        class: 'small',
        disabled: busy.value || store.connection.phase !== 'live',
        'data-action': 'older-decisions',
        onClick: older,
      }, t('decisions.older'))),
    ]);

    return () =>
      h(Panel, {
        title: t('decisions.title'),
        ready: rows.value !== null || problem.value !== null,
        empty: rows.value?.length === 0 ? t('decisions.empty') : '',
        class: 'decisions',
      }, () => [problem.value ? retry() : null, rows.value ? list() : null]);
  },
};

const DecisionRow = {
  props: { decision: { type: Object, required: true } },
  setup: (props) => () => {
    const { planId, at, plan, outcome } = props.decision;
    return h('div', { class: 'row decision', 'data-decision': planId, 'data-reason': plan.reason }, [
      h('span', { class: ['chip', plan.shouldMigrate ? 'busy' : ''] }, word('reason', plan.reason)),
      h('span', { class: 'row-main' }, [
        sentence(plan, 'message'),
        h('small', { class: 'soft' }, ` ${t('decisions.moves', { count: number(plan.moves.length, 0), strategy: plan.strategy })}`),
      ]),
      plan.shouldMigrate ? h('span', { class: ['chip', tone(outcome)] }, outcomeText(outcome, plan)) : null,
      rowTime(at),
      h('button', {
        type: 'button',
        class: 'small quiet',
        'data-action': 'why-decision',
        'aria-label': t('decisions.why', { id: planId }),
        onClick: () => showWhy({ kind: 'decision', id: planId }),
      }, [icon('question'), t('why.button')]),
    ]);
  },
};

function tone({ moved, failed, underWay }) {
  return failed > 0 ? 'bad' : underWay > 0 ? 'busy' : moved > 0 ? 'good' : '';
}
