import { h } from '../lib/vue.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { toldOnChange } from '../shared/measured.js';

const ROOM = 1.06;

/**
 * Bars that lie, one a node: what is there now, in outline what the plan would leave, and behind all of them the band in
 * which nothing moves. Every figure is also there as text, so the list is its own alternative.
 */
export const CountBars = {
  props: {
    rows: { type: Array, required: true },
    band: { type: Object, default: null },
    format: { type: Function, required: true },
    label: { type: String, required: true },
  },
  setup: (props) => () => {
    const { rows, band, format } = props;
    const full = ROOM * Math.max(1, band?.to ?? 0, ...rows.map(({ now, after }) => Math.max(now, after)));
    const percent = (value) => `${(value / full) * 100}%`;
    return h('div', { class: 'count-bars' }, [
      h('div', { class: 'count-scale', 'aria-hidden': 'true' }, band ? h('span', {
        class: ['band-mark', band.to > full / 2 && 'left'],
        style: { insetInlineStart: percent(band.to) },
      }, t('counts.threshold', { at: format(band.to) })) : null),
      h('ul', { 'aria-label': props.label, tabindex: 0 }, rows.map((row) => bar(row, band, format, percent))),
    ]);
  },
};

function bar(row, band, format, percent) {
  const { node, now, after, drained, takes } = row;
  const [less, more] = [Math.min(now, after), Math.max(now, after)];
  return h('li', {
    key: node,
    class: { drained },
    'data-count-of': node,
    'data-count': now,
    'data-after': after,
  }, [
    h('span', { class: 'count-node' }, [
      h('span', { class: 'file', title: node }, node),
      drained ? h('span', { class: 'chip warn' }, t('counts.drained'))
        : takes ? null : h('span', { class: 'chip bad' }, t('counts.away')),
    ]),
    h('span', { class: 'count-track', 'aria-hidden': 'true' }, [
      band ? h('span', {
        class: 'count-band',
        style: { insetInlineStart: percent(band.from), width: percent(band.to - band.from) },
      }) : null,
      h('span', { class: 'count-bar', style: { width: percent(less) } }),
      more > less ? h('span', {
        class: ['count-ghost', after > now ? 'comes' : 'goes'],
        style: { insetInlineStart: percent(less), width: percent(more - less) },
      }) : null,
    ]),
    h('span', { class: 'count-value' }, [
      toldOnChange(h('strong', format(now)), t('counts.source'), store.counts?.at),
      after === now ? null : h('span', { class: 'soft' }, [
        h('span', { 'aria-hidden': 'true' }, ` → ${format(after)}`),
        h('span', { class: 'unseen' }, ` ${t('counts.after', { amount: format(after) })}`),
      ]),
    ]),
  ]);
}
