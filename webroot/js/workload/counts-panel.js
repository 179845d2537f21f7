import { h, ref } from '../lib/vue.js';
import { amount, bytes, number } from '../core/format.js';
import { t, word } from '../core/language.js';
import { store } from '../core/store.js';
import { toldOnChange } from '../shared/measured.js';
import { Panel } from '../shared/panel.js';
import { unitOf } from '../why/plan-inputs.js';
import { bandOf, rowsOf } from './balance.js';
import { CountBars } from './count-bars.js';

const FORMATS = { files: (value) => number(value, 0), bytes };

/** How much lies where, within which band nothing moves, and what the plan would leave. */
export const CountsPanel = {
  setup() {
    const what = ref('files');
    const choice = (kind) => h('button', {
      type: 'button',
      'aria-pressed': what.value === kind,
      'data-counts': kind,
      onClick: () => { what.value = kind; },
    }, t(`counts.${kind}`));

    return () =>
      h(Panel, { title: t('counts.title'), ready: store.counts !== null, class: 'counts' }, {
        actions: () => h('div', { class: 'segmented', role: 'group', 'aria-label': t('counts.what') },
          [choice('files'), choice('bytes')]),
        default: () => {
          const { counts, plan } = store;
          const kind = what.value;
          const rows = rowsOf(counts, plan, kind);
          const band = bandOf(plan, kind);
          return [
            h(CountBars, { rows, band, format: FORMATS[kind], label: t(`counts.chart.${kind}`) }),
            legend(rows, band),
            h('p', { class: 'soft' }, plan ? bandText(plan, band, kind) : ' '),
            origin(counts),
          ];
        },
      });
  },
};

/** Only what is to be seen is explained. */
function legend(rows, band) {
  const entry = (name, text) => h('li', { key: name }, [h('span', { class: ['swatch', name], 'aria-hidden': 'true' }), text]);
  return h('ul', { class: 'legend soft' }, [
    entry('now', t('counts.legend.now')),
    rows.some(({ now, after }) => after !== now) ? entry('ghost', t('counts.legend.after')) : null,
    band ? entry('band', t('counts.legend.band')) : null,
    rows.some(({ drained }) => drained) ? entry('hatched', t('counts.legend.drained')) : null,
  ]);
}

function bandText(plan, band, kind) {
  const unit = unitOf(plan.strategy);
  const threshold = amount(plan.threshold, unit);
  return band
    ? t('counts.bandWhy', { at: amount(band.to, kind), threshold })
    : t('counts.bandOther', { strategy: plan.strategy, unit: word('unit', unit), threshold });
}

const origin = (counts) => h('p', { class: 'soft' }, toldOnChange(
  t('counts.total', { files: amount(counts.totalFiles, 'files'), bytes: bytes(counts.totalBytes) }), t('counts.source'), counts.at));
