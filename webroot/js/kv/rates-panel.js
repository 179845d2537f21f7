import { h } from '../lib/vue.js';
import { number } from '../core/format.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { Panel } from '../shared/panel.js';
import { sparkline } from '../overview/sparkline.js';

const STEPS = 60;

/** Writes and reads a second of the whole store, now and over the last minute. */
export const RatesPanel = {
  setup: () => () =>
    h(Panel, { title: t('rates.title'), class: 'rates' }, {
      default: () => [
        h('dl', { class: 'kv-rates' }, ['puts', 'gets'].map((kind) => row(kind, store.kv.rates[kind]))),
        h('p', { class: 'soft' }, t('rates.source')),
      ],
    }),
};

function row(kind, values) {
  const now = values.at(-1) ?? null;
  const said = t('rates.perS', { count: number(now, 0) });
  return h('div', { key: kind, class: 'kv-rate', 'data-rate': kind }, [
    h('dt', t(`rates.${kind}`)),
    h('dd', said),
    h('dd', { class: 'kv-curve' }, sparkline(points(values), t('rates.words', { what: t(`rates.${kind}`), now: said }))),
  ]);
}

/** The newest at the right edge, and room for what is still to come at the left. */
function points(values) {
  return values.map((value, index) => ({
    x: (STEPS - values.length + index) / (STEPS - 1),
    value,
    read: value !== null,
  }));
}
