import { h } from '../lib/vue.js';
import { number } from '../core/format.js';
import { t } from '../core/language.js';
import { toldOnChange } from '../shared/measured.js';

const FULL = 100;
/** How far along the bar the threshold stands, so that there is room to see a difference beyond it. */
const THRESHOLD_AT = 70;

/**
 * How near the difference between source and target is to the threshold; only where there are both, and not for a
 * drained source, which is emptied whatever the difference.
 */
export const ThresholdGauge = {
  props: { plan: { type: Object, required: true } },
  setup: (props) => () => {
    const { delta, threshold, sourceNode, targetNode, drainedNodes } = props.plan;
    if (!sourceNode || !targetNode || drainedNodes.includes(sourceNode)) {
      return null;
    }
    const text = t('plan.ofThreshold', { delta: number(delta), threshold: number(threshold) });
    return h('div', { class: ['gauge', delta >= threshold && 'reached'] }, [
      h('div', { class: 'gauge-text' }, [
        h('span', [`${t('plan.difference')} `, toldOnChange(h('strong', text), t('plan.told'), props.plan.createdAt)]),
        h('span', { class: 'soft' }, `${t('plan.source')} ${sourceNode} · ${t('plan.target')} ${targetNode}`),
      ]),
      h('svg', { class: 'gauge-bar', viewBox: `0 0 ${FULL} 6`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, [
        h('rect', { class: 'gauge-track', width: FULL, height: 6 }),
        h('rect', { class: 'gauge-fill', width: Math.max(0, Math.min(FULL, (delta / threshold) * THRESHOLD_AT)), height: 6 }),
        h('rect', { class: 'gauge-mark', x: THRESHOLD_AT, width: 0.5, height: 6 }),
      ]),
    ]);
  },
};
