// Chart.js's universal build, which needs no other module; it leaves one global, and this is the only place that knows.
import '../../vendor/chart.js';

export const { Chart } = globalThis;

Chart.defaults.animation = false;
Chart.defaults.responsive = true;
Chart.defaults.maintainAspectRatio = false;
Chart.defaults.plugins.legend.display = false;

/** A colour of the style sheet as it is in the theme that shows now; a canvas cannot resolve variables by itself. */
export function colour(name) {
  const probe = document.createElement('span');
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}
