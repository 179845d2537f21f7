import { h } from '../lib/vue.js';
import { amount, sentence } from '../core/format.js';
import { t, word } from '../core/language.js';
import { icon } from '../shared/icon.js';
import { tip } from '../shared/tip.js';

const COLUMNS = ['verdict', 'rule', 'measured', 'limit', 'sentence'];

/**
 * Every node's verdict and the chosen file's: the code, the rule that decided, what was measured against which limit,
 * the sentence, and what would have to be otherwise. On a narrow screen each row becomes a card, so the roles are
 * spelled out: a table that is laid out otherwise is none to a screen reader.
 */
export const VerdictTable = {
  props: {
    verdicts: { type: Array, required: true },
    /** The file that the plan looked at first, or null. */
    candidate: { type: Object, default: null },
  },
  setup: (props) => () =>
    h('table', { class: 'verdict-table', role: 'table' }, [
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, [
        h('th', { role: 'columnheader', scope: 'col' }, t('why.node')),
        ...COLUMNS.map((name) => h('th', { key: name, role: 'columnheader', scope: 'col' }, t(`why.${name}`))),
      ])),
      h('tbody', { role: 'rowgroup' }, [
        ...props.verdicts.map((verdict) =>
          row(verdict.node, verdict, [h('strong', verdict.node), part(verdict.part)])),
        props.candidate
          ? row('file', props.candidate.verdict, [
            h('span', { class: 'soft' }, t('why.file')),
            h('strong', { class: 'file', title: props.candidate.name }, props.candidate.name),
          ])
          : null,
      ]),
    ]),
};

function part(name) {
  return h('span', { class: ['chip', name === 'none' ? '' : 'busy'] }, t(`plan.part.${name}`));
}

function row(key, verdict, head) {
  const cells = {
    verdict: h('span', { class: 'verdict-code' }, [word('verdict', verdict.code), h('code', verdict.code)]),
    rule: h('span', tip(() => [word('rule', verdict.rule)]), verdict.rule),
    measured: figure(verdict.measured, verdict.unit),
    limit: figure(verdict.limit, verdict.unit),
    sentence: [
      h('p', sentence(verdict, 'sentence')),
      verdict.counterfactual
        ? h('p', { class: 'counterfactual' }, [icon('route'), sentence(verdict, 'counterfactual')])
        : null,
    ],
  };
  return h('tr', { key, role: 'row', 'data-why-verdict': verdict.code, 'data-of': key }, [
    h('th', { role: 'rowheader', scope: 'row' }, h('span', { class: 'verdict-of' }, head)),
    ...COLUMNS.map((name) => h('td', { key: name, role: 'cell', class: `of-${name}`, 'data-label': t(`why.${name}`) },
      cells[name])),
  ]);
}

const figure = (value, unit) => h('span', { class: 'amount' }, amount(value, unit));
