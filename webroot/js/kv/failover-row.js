import { h } from '../lib/vue.js';
import { duration, number } from '../core/format.js';
import { t, word } from '../core/language.js';
import { rowTime } from '../shared/row-list.js';
import { tip } from '../shared/tip.js';

const TONES = { under_way: 'busy', done: 'good', averted: '' };

/** One failover: what began it, its steps as a line of time, and what it cost. */
export const FailoverRow = {
  props: { failover: { type: Object, required: true } },
  setup: (props) => () => {
    const { failover } = props;
    return h('li', { class: 'failover', 'data-failover': failover.id, 'data-state': failover.state, 'data-cause': failover.cause }, [
      h('p', { class: 'failover-head' }, [
        rowTime(failover.at),
        h('strong', failover.group),
        h('span', t(`failover.${failover.cause}`, { from: failover.from ?? '–' })),
        h('span', { class: ['chip', TONES[failover.state]] }, word('failover.state', failover.state)),
        failover.unavailableMs === null ? null : h('span', { class: 'chip', ...tip(() => [t('failover.unavailableWhy')]) },
          t('failover.unavailable', { span: duration(failover.unavailableMs) })),
        failover.lost === null ? null : h('span', {
          class: ['chip', failover.lost === 0 ? 'good' : 'bad'], 'data-lost': failover.lost,
        }, t('failover.lost', { count: number(failover.lost, 0) })),
      ]),
      failover.state === 'averted'
        ? h('p', { class: 'soft' }, t('failover.averted', { from: failover.from }))
        : timeline(failover),
    ]);
  },
};

/** Each step stands as far from the one before as it came after it; a moment has its room too, to be seen. */
function timeline({ group, steps, to, epoch }) {
  const sorted = [...steps].sort((a, b) => a.afterMs - b.afterMs);
  return h('ol', { class: 'fail-line', 'aria-label': t('failover.words', { group }) }, sorted.map((step, index) =>
    h('li', {
      key: step.what,
      class: ['fail-step', step.what],
      style: index === 0 ? {} : { flexGrow: Math.max(1, step.afterMs - sorted[index - 1].afterMs) },
      'data-step': step.what,
      ...tip(() => [t(step.seen ? 'failover.seen' : 'failover.exact')]),
    }, [
      h('span', { class: 'fail-mark', 'aria-hidden': 'true' }),
      h('span', { class: 'fail-after' }, index === 0 ? '0' : `+${duration(step.afterMs)}`),
      h('span', { class: 'fail-what' }, t(`failover.step.${step.what}`, { to: to ?? '–', epoch: epoch ?? '–' })),
    ])));
}
