import { h, onBeforeUnmount, onMounted, ref, watch } from '../lib/vue.js';
import { t } from '../core/language.js';
import { barChart, drawBars } from '../lib/chart.js';
import { preferences } from '../core/preferences.js';

/** Bars on a canvas; who cannot see it hears the same figures. */
export const CountsChart = {
  props: {
    bars: { type: Array, required: true },
    format: { type: Function, required: true },
    line: { type: Object, default: null },
  },
  setup(props) {
    const canvas = ref(null);
    const darkness = window.matchMedia('(prefers-color-scheme: dark)');
    let chart = null;
    const draw = () => drawBars(chart, props.bars, props.format, props.line);

    onMounted(() => {
      chart = barChart(canvas.value);
      draw();
      darkness.addEventListener('change', draw);
    });
    watch(() => [props.bars, props.format, props.line, preferences.theme], draw, { flush: 'post' });
    onBeforeUnmount(() => {
      darkness.removeEventListener('change', draw);
      chart.destroy();
    });

    return () => h('div', { class: 'chart' }, [
      h('canvas', { ref: canvas, role: 'img', 'aria-label': t('counts.chart', { bars: spoken(props) }) }),
    ]);
  },
};

function spoken({ bars, format, line }) {
  const values = bars.map((bar) => `${[bar.label].flat().join(' ')}: ${format(bar.value)}`);
  return [...values, line?.label].filter(Boolean).join(', ');
}
