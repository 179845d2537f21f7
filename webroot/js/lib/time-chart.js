// Lines over time on a linear axis of milliseconds: no date library is needed where the page formats its own times.
import { remPx } from '../shared/rem.js';
import { Chart, colour } from './chart.js';

const TICK_REM = 0.8571;
const AXIS_WIDTH = 58;
const MARK_DASH = [3, 3];
const SIGN_HEIGHT = 7;

function upright(chart, at, { ink, width = 1, dash = [], sign = false }) {
  const { ctx, chartArea, scales } = chart;
  if (at < scales.x.min || at > scales.x.max) {
    return;
  }
  const x = Math.round(scales.x.getPixelForValue(at)) + 0.5;
  ctx.save();
  ctx.strokeStyle = ink;
  ctx.fillStyle = ink;
  ctx.lineWidth = width;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(x, chartArea.top);
  ctx.lineTo(x, chartArea.bottom);
  ctx.stroke();
  if (sign) {
    ctx.beginPath();
    ctx.moveTo(x - 4, chartArea.top - SIGN_HEIGHT);
    ctx.lineTo(x + 4, chartArea.top - SIGN_HEIGHT);
    ctx.lineTo(x, chartArea.top);
    ctx.fill();
  }
  ctx.restore();
}

/** What happened as dashed lines with a sign on top, the moment looked for and the crosshair as whole ones. */
const moments = {
  id: 'moments',
  afterDatasetsDraw(chart) {
    const { marks, pinned, inks } = chart.$lines ?? {};
    if (!inks) {
      return;
    }
    marks.forEach(({ at, tone }) => upright(chart, at, { ink: inks[tone], dash: MARK_DASH, sign: true }));
    if (pinned !== null) {
      upright(chart, pinned, { ink: inks.pinned, width: 2 });
    }
    if (chart.$cursor) {
      upright(chart, chart.$cursor, { ink: inks.cursor });
    }
  },
};

/** Steps between two ticks, ms: as many as fit. */
const STEPS = [15_000, 30_000, 60_000, 120_000, 180_000, 300_000];
const TICK_PX = 64;
/** From this width of time on, ticks are told in minutes, and no two may be within one. */
const MINUTES_FROM_MS = 90_000;
const MINUTE_MS = 60_000;

function timeTicks(scale) {
  const room = Math.max(2, Math.floor(scale.width / TICK_PX));
  const time = scale.max - scale.min;
  const least = time > MINUTES_FROM_MS ? MINUTE_MS : 0;
  const step = STEPS.find((each) => each >= least && time / each <= room) ?? STEPS.at(-1);
  const ticks = [];
  for (let at = Math.ceil(scale.min / step) * step; at <= scale.max; at += step) {
    ticks.push({ value: at });
  }
  scale.ticks = ticks;
}

/** @param {HTMLCanvasElement} canvas */
export function lineChart(canvas) {
  return new Chart(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: {
      parsing: false,
      normalized: true,
      events: [],
      layout: { padding: { top: 2, right: 8 } },
      elements: {
        line: { borderJoinStyle: 'round', tension: 0 },
        point: { radius: ({ raw }) => (raw?.mark ? 3.5 : 0), borderWidth: 1.5 },
      },
      scales: {
        x: {
          type: 'linear',
          border: { display: false },
          ticks: { maxRotation: 0, autoSkip: false },
          afterBuildTicks: timeTicks,
        },
        y: {
          border: { display: false },
          ticks: { maxTicksLimit: 5 },
          // As wide in each chart, so that one moment is at one place in all that stand above each other.
          afterFit: (scale) => { scale.width = AXIS_WIDTH; },
        },
      },
      plugins: { tooltip: { enabled: false } },
    },
    plugins: [moments],
  });
}

/** The theme's colours, to be asked for again when it changes. */
export function inks(names) {
  return Object.fromEntries(Object.entries(names).map(([key, name]) => [key, colour(name)]));
}

/**
 * Draws the lines anew.
 *
 * @param {{points: {x: number, y: number, mark: boolean}[], ink: string, dash: number[], sign: string, width: number}[]}
 *   lines a point that is not a number ends its line
 * @param {{from: number, to: number, marks: {at: number, tone: string}[], pinned: number | null, inks: object,
 *   formatTime: (at: number) => string, formatValue: (value: number) => string, least: number, fromZero: boolean}} frame
 *   least: the height that the axis has at the least, so that a flat line is not blown up
 */
export function drawLines(chart, lines, { from, to, marks, pinned, inks: colours, formatTime, formatValue, least, fromZero }) {
  const { x, y } = chart.options.scales;
  chart.$lines = { marks, pinned, inks: colours };
  chart.data.datasets = lines.map(({ points, ink, dash, sign, width }) => ({
    data: points,
    borderColor: ink,
    backgroundColor: ink,
    borderDash: dash,
    borderWidth: width,
    pointStyle: sign,
  }));
  x.min = from;
  x.max = to;
  x.ticks.callback = formatTime;
  x.ticks.color = y.ticks.color = colours.soft;
  x.ticks.font = y.ticks.font = { size: Math.round(TICK_REM * remPx()) };
  x.grid = y.grid = { color: colours.grid, drawTicks: false };
  y.ticks.callback = formatValue;
  y.beginAtZero = fromZero;
  y.suggestedMax = fromZero ? least : undefined;
  y.grace = fromZero ? 0 : '20%';
  chart.update('none');
}

/** Moves the crosshair; null takes it away. */
export function drawCursor(chart, at) {
  chart.$cursor = at;
  chart.draw();
}

/** The moment at this place of the page, or null beside the lines. */
export function momentAt(chart, clientX) {
  const place = clientX - chart.canvas.getBoundingClientRect().left;
  const { left, right } = chart.chartArea;
  return place < left || place > right ? null : chart.scales.x.getValueForPixel(place);
}
