import { h } from '../lib/vue.js';
import { figureHistory } from '../core/figure-history.js';
import { fullMoment, moment } from '../core/format.js';
import { t } from '../core/language.js';
import { icon } from '../shared/icon.js';
import { hidden, looks } from './lines.js';
import { lineKey } from './line-key.js';
import { RANGES, oldestKept, pinned, present, range, toldMoment } from './window.js';

/**
 * Which nodes and which time the charts show.
 *
 * @param {{node: string | null, problem: string | null, live: () => void}} looked-for moment: whose, what is wrong with
 *   it, and how to get away from it
 */
export function timeBar({ node, problem, live }) {
  return h('div', { class: 'time-bar', role: 'group', 'aria-label': t('metrics.choose') }, [
    h('div', { class: 'node-keys', role: 'group', 'aria-label': t('metrics.nodes') }, looks.value.map((look) =>
      h('button', {
        key: look.id,
        type: 'button',
        class: ['small', look.id === node && 'in-focus'],
        'aria-pressed': !hidden.has(look.id),
        'data-legend': look.id,
        onClick: () => (hidden.has(look.id) ? hidden.delete(look.id) : hidden.add(look.id)),
      }, [lineKey(look), look.id]))),
    h('span', { class: 'told-moment soft', 'data-told': toldMoment.value ?? '' },
      toldMoment.value === null ? t('metrics.telling') : t('metrics.tellingAt', { at: moment(toldMoment.value) })),
    h('span', { class: 'spacer' }),
    h('div', { class: 'segmented', role: 'group', 'aria-label': t('metrics.range') }, RANGES.map((minutes) =>
      h('button', {
        key: minutes,
        type: 'button',
        'aria-pressed': range.value === minutes,
        'data-range': minutes,
        onClick: () => { range.value = minutes; },
      }, t('span.minutes', { count: minutes })))),
    pinned.value === null && !problem ? null : frozen(node, problem, live),
  ]);
}

function frozen(node, problem, live) {
  const older = !problem && figureHistory.state === 'ready'
    && (oldestKept.value === null || pinned.value < oldestKept.value - figureHistory.intervalMs);
  const ahead = !problem && pinned.value > present.value + figureHistory.intervalMs;
  return h('div', {
    class: ['frozen remark', (older || ahead || problem) && 'warn'],
    role: 'status',
    'data-frozen': problem ? 'bad' : older ? 'older' : ahead ? 'ahead' : 'kept',
  }, [
    h('span', [
      icon(problem || older || ahead ? 'warning' : 'pause'),
      problem ? t('metrics.noMoment', { at: problem })
      : older ? t('metrics.older', { at: fullMoment(pinned.value), from: oldestKept.value === null ? '–' : fullMoment(oldestKept.value) })
      : ahead ? t('metrics.ahead', { at: fullMoment(pinned.value) })
      : t(node ? 'metrics.frozenOf' : 'metrics.frozen', { at: fullMoment(pinned.value), node }),
    ]),
    h('button', { type: 'button', class: 'small primary', 'data-act': 'live', onClick: live }, [icon('play'), t('metrics.live')]),
  ]);
}
