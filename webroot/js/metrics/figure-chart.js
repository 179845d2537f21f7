import { computed, h, onBeforeUnmount, onMounted, ref, watch } from '../lib/vue.js';
import { drawCursor, drawLines, lineChart, momentAt } from '../lib/time-chart.js';
import { now } from '../core/clock.js';
import { figureHistory } from '../core/figure-history.js';
import { hourMinute, moment } from '../core/format.js';
import { t } from '../core/language.js';
import { preferences } from '../core/preferences.js';
import { inUnit } from './figures.js';
import { hidden, palette, shownLooks } from './lines.js';
import { marks } from './marks.js';
import { points, valueAt } from './series.js';
import { cursor, pinned, range, shownWindow, toldMoment } from './window.js';

/** One figure of every node as lines; arrow keys move the crosshair, which all charts share. */
export const FigureChart = {
  props: {
    chart: { type: Object, required: true },
    /** Whose line stands out, or null. */
    node: { type: String, default: null },
  },
  setup(props) {
    const canvas = ref(null);
    let drawn = null;
    let seen = false;
    let due = true;
    let begun = false;
    let frame = 0;

    function draw() {
      if (!drawn || !palette.value) {
        return;
      }
      // Once in any case, so that nobody scrolls to empty axes.
      due = begun && (!seen || document.hidden);
      begun ||= figureHistory.state === 'ready';
      if (!due) {
        drawLines(drawn, lines(props), frameOf(props.chart));
      }
    }

    const watched = new IntersectionObserver(([entry]) => {
      seen = entry.isIntersecting;
      if (seen && due) {
        draw();
      }
    }, { rootMargin: '80px' });

    onMounted(() => {
      drawn = lineChart(canvas.value);
      watched.observe(canvas.value);
    });
    onBeforeUnmount(() => {
      cancelAnimationFrame(frame);
      watched.disconnect();
      drawn.destroy();
      drawn = null;
    });

    // The clock's tick draws what came in the second before; what the viewer does is shown at once.
    watch(
      () => [now.value, range.value, pinned.value, palette.value, [...hidden].join(), props.node, preferences.language,
        figureHistory.state, shownLooks.value.length],
      draw,
      { flush: 'post' },
    );
    watch(cursor, (at) => seen && drawCursor(drawn, at), { flush: 'post' });

    function point(event) {
      const { clientX } = event;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => { cursor.value = drawn && momentAt(drawn, clientX); });
    }

    function leave() {
      cancelAnimationFrame(frame);
      cursor.value = null;
    }

    const told = computed(() => spoken(props.chart));

    return () => h('div', {
      class: 'figure-chart',
      tabindex: 0,
      role: 'slider',
      'aria-label': t('metrics.crosshair', { figure: t(`chart.${props.chart.field}`) }),
      'aria-valuemin': Math.round(shownWindow.value.from),
      'aria-valuemax': Math.round(shownWindow.value.to),
      'aria-valuenow': Math.round(toldMoment.value ?? shownWindow.value.to),
      'aria-valuetext': told.value,
      onPointermove: point,
      onPointerdown: point,
      onPointerleave: leave,
      onBlur: leave,
      onKeydown: step,
    }, h('canvas', { ref: canvas, 'aria-hidden': 'true' }));
  },
};

function lines({ chart, node }) {
  return shownLooks.value.filter(({ id }) => figureHistory.nodes[id]).map(({ id, colour, dash, sign }) => ({
    points: points(figureHistory.nodes[id], chart.field, shownWindow.value, figureHistory.intervalMs),
    ink: palette.value[colour],
    dash,
    sign,
    width: id === node ? 3 : 1.5,
  }));
}

function frameOf({ least, fromZero, axis }) {
  const { from, to } = shownWindow.value;
  return {
    from,
    to,
    least,
    fromZero,
    marks: marks.value.filter(({ at }) => at >= from && at <= to),
    pinned: pinned.value,
    inks: palette.value,
    formatTime: (at) => (range.value === 1 ? moment(at) : hourMinute(at)),
    formatValue: axis,
  };
}

function spoken({ field, unit }) {
  const values = shownLooks.value.map(({ id }) => {
    const told = figureHistory.nodes[id] && valueAt(figureHistory.nodes[id], field, toldMoment.value, figureHistory.intervalMs);
    return `${id} ${told?.value === null || !told ? t('metrics.none') : inUnit(told.value, unit)}`;
  });
  return [toldMoment.value === null ? t('metrics.latest') : moment(toldMoment.value), ...values].join(', ');
}

function step(event) {
  const { from, to } = shownWindow.value;
  const by = figureHistory.intervalMs * (event.shiftKey ? 10 : 1);
  const at = toldMoment.value ?? to;
  const moves = { ArrowLeft: at - by, ArrowRight: at + by, Home: from, End: to, Escape: null };
  if (event.key in moves) {
    event.preventDefault();
    const moved = moves[event.key];
    cursor.value = moved === null ? null : Math.min(to, Math.max(from, moved));
  }
}
