import { h } from '../lib/vue.js';
import { amount, bytes, measure, number } from '../core/format.js';
import { t, word } from '../core/language.js';

/** What each strategy counts loads in; files for one that this page does not know. */
const UNITS = { bytes: 'bytes', weighted: 'share' };

/** What a strategy compares. */
export const unitOf = (strategy) => UNITS[strategy] ?? 'files';

/** What a plan was computed from: the settings, and how each node was at that moment. */
export const PlanInputs = {
  props: { plan: { type: Object, required: true } },
  setup: (props) => () => {
    const { plan } = props;
    const unit = unitOf(plan.strategy);
    return [
      h('dl', { class: 'facts' }, [
        fact(t('plan.strategy'), `${plan.strategy} – ${word('strategy', plan.strategy)}`),
        fact(t('plan.threshold'), amount(plan.threshold, unit)),
        fact(t('plan.batch'), plan.batch ? number(plan.batch, 0) : t('plan.auto')),
        fact(t('plan.on'), t(plan.enabled ? 'detail.true' : 'detail.false')),
        plan.inputHash ? fact(t('why.inputHash'), h('code', plan.inputHash.slice(0, 16))) : null,
      ]),
      h('div', { class: 'scroll-x', tabindex: 0, role: 'region', 'aria-label': t('why.loads') },
        h('table', { class: 'load-table' }, [
          h('thead', h('tr', ['node', 'load', 'files', 'bytes', 'state'].map((name) =>
            h('th', { key: name, scope: 'col' }, t(`why.${name}`))))),
          h('tbody', Object.keys(plan.loads).map((node) => h('tr', { key: node }, [
            h('th', { scope: 'row' }, node),
            h('td', measure(plan.loads[node], unit)),
            h('td', number(plan.counts[node], 0)),
            h('td', bytes(plan.bytes[node])),
            h('td', { class: 'text' }, state(plan.nodeStates[node])),
          ]))),
        ])),
    ];
  },
};

const fact = (name, value) => [h('dt', name), h('dd', value)];

function state(node) {
  if (!node) {
    return '–';
  }
  if (node.drained) {
    return [t('counts.drained'), node.reason].filter(Boolean).join(': ');
  }
  return t(node.available ? 'why.takes' : 'why.takesNot');
}
