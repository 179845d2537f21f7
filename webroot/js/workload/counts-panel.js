import { h, ref } from '../lib/vue.js';
import { bytes, measure, number } from '../core/format.js';
import { t, word } from '../core/language.js';
import { store } from '../core/store.js';
import { CountsChart } from './counts-chart.js';
import { Panel } from '../shared/panel.js';

/** What each strategy compares; files for one that this page does not know. */
const UNITS = { bytes: 'bytes', weighted: 'share' };

const FORMATS = { files: (value) => number(value, 0), bytes };

/** How much lies where, and from which line on files move. */
export const CountsPanel = {
  setup() {
    const what = ref('files');
    const choice = (kind) => h('button', {
      type: 'button',
      'aria-pressed': what.value === kind,
      onClick: () => { what.value = kind; },
    }, t(`counts.${kind}`));

    return () =>
      h(Panel, { title: t('counts.title'), ready: store.counts !== null }, {
        actions: () => h('div', { class: 'segmented', role: 'group' }, [choice('files'), choice('bytes')]),
        default: () => {
          const line = lineOf(store.plan, what.value);
          return [
            h(CountsChart, { bars: barsOf(what.value), format: FORMATS[what.value], line }),
            h('p', { class: 'soft' }, t('counts.total', {
              files: number(store.counts.totalFiles, 0),
              bytes: bytes(store.counts.totalBytes),
            })),
            store.plan ? h('p', { class: 'soft' }, lineText(store.plan, line)) : null,
          ];
        },
      });
  },
};

function barsOf(kind) {
  const drained = new Set(store.plan?.drainedNodes);
  return Object.entries(store.counts[kind]).map(([node, value]) => ({
    label: drained.has(node) ? [node, t('counts.drained')] : node,
    value,
    muted: drained.has(node),
  }));
}

/** The height from which a node gives files away: the least loaded one that takes files, and the threshold on top. */
function lineOf(plan, kind) {
  if (!plan || (UNITS[plan.strategy] ?? 'files') !== kind) {
    return null;
  }
  const takers = Object.entries(plan.nodeStates).filter(([, state]) => state.available && !state.drained);
  if (takers.length === 0) {
    return null;
  }
  const at = Math.min(...takers.map(([node]) => plan.loads[node])) + plan.threshold;
  return { at, text: measure(at, kind), label: t('counts.threshold', { at: measure(at, kind) }) };
}

function lineText(plan, line) {
  const unit = UNITS[plan.strategy] ?? 'files';
  const threshold = measure(plan.threshold, unit);
  return line
    ? t('counts.thresholdWhy', { at: line.text, threshold })
    : t('counts.thresholdOther', { strategy: plan.strategy, unit: word('unit', unit), threshold });
}
