// Chart.js's universal build, which needs no other module; it leaves one global, and this is the only place that knows.
import '../../vendor/chart.js';

const { Chart } = globalThis;

Chart.defaults.animation = false;
Chart.defaults.responsive = true;
Chart.defaults.maintainAspectRatio = false;
Chart.defaults.plugins.legend.display = false;

const DASH = [6, 5];
const LABEL_GAP = 5;

/** A colour of the style sheet as it is in the theme that shows now; a canvas cannot resolve variables by itself. */
function colour(name) {
  const probe = document.createElement('span');
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}

/** Draws each bar's value above it, since a canvas cannot be hovered by everyone. */
const valueLabels = {
  id: 'valueLabels',
  afterDatasetsDraw(chart, _, { format, colour: ink }) {
    const { ctx } = chart;
    ctx.save();
    ctx.fillStyle = ink;
    ctx.font = `600 13px ${Chart.defaults.font.family}`;
    ctx.textAlign = 'center';
    chart.getDatasetMeta(0).data.forEach((bar, index) => {
      ctx.fillText(format(chart.data.datasets[0].data[index]), bar.x, bar.y - LABEL_GAP);
    });
    ctx.restore();
  },
};

/** Draws the dashed line from which files move. */
const thresholdLine = {
  id: 'thresholdLine',
  afterDatasetsDraw(chart, _, { at, label, colour: ink }) {
    if (at === null || at === undefined) {
      return;
    }
    const { ctx, chartArea, scales } = chart;
    const y = scales.y.getPixelForValue(at);
    ctx.save();
    ctx.strokeStyle = ink;
    ctx.lineWidth = 1.5;
    ctx.setLineDash(DASH);
    ctx.beginPath();
    ctx.moveTo(chartArea.left, y);
    ctx.lineTo(chartArea.right, y);
    ctx.stroke();
    ctx.fillStyle = ink;
    ctx.font = `12px ${Chart.defaults.font.family}`;
    ctx.textAlign = 'right';
    ctx.fillText(label, chartArea.right, y - LABEL_GAP);
    ctx.restore();
  },
};

/**
 * Draws bars, one a label, and optionally a dashed line.
 *
 * @param {HTMLCanvasElement} canvas
 */
export function barChart(canvas) {
  return new Chart(canvas, {
    type: 'bar',
    data: { labels: [], datasets: [{ data: [], borderWidth: 1, borderRadius: 4, maxBarThickness: 72 }] },
    options: {
      layout: { padding: { top: 20 } },
      scales: {
        x: { grid: { display: false }, border: { display: false } },
        y: { beginAtZero: true, border: { display: false }, ticks: { maxTicksLimit: 5, precision: 0 } },
      },
      plugins: { tooltip: { enabled: false } },
    },
    plugins: [valueLabels, thresholdLine],
  });
}

/**
 * Shows other values, in the colours of the theme.
 *
 * @param {{label: string, value: number, muted: boolean}[]} bars
 * @param {(value: number) => string} format of the axis and of the values
 * @param {{at: number, label: string} | null} line from which files move
 */
export function drawBars(chart, bars, format, line) {
  const { scales, plugins } = chart.options;
  const [dataset] = chart.data.datasets;
  chart.data.labels = bars.map((bar) => bar.label);
  dataset.data = bars.map((bar) => bar.value);
  dataset.backgroundColor = bars.map((bar) => colour(bar.muted ? 'bar-muted' : 'bar'));
  dataset.borderColor = bars.map((bar) => colour(bar.muted ? 'bar-muted-edge' : 'bar-edge'));
  scales.x.ticks.color = colour('text-soft');
  scales.y.ticks.color = colour('text-soft');
  scales.y.ticks.callback = format;
  scales.y.grid.color = colour('line');
  scales.y.suggestedMax = line?.at;
  plugins.valueLabels = { format, colour: colour('text') };
  plugins.thresholdLine = { at: line?.at ?? null, label: line?.label, colour: colour('warn') };
  chart.update();
}
