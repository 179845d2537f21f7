// A small curve without axes: its shape is what it tells; the figures are said beside it and in its words.
import { h } from '../lib/vue.js';

const WIDTH = 200;
const HEIGHT = 36;
const PAD = 3;

/**
 * @param {{x: number, value: number | null, read: boolean}[]} points oldest first, x from 0 to 1; a null value is passed
 *   over, and where nothing was read the line has a gap
 * @param {string} words what it shows
 */
export function sparkline(points, words) {
  const values = points.map(({ value }) => value).filter((value) => value !== null);
  const top = Math.max(1, ...values);
  const at = ({ x, value }) =>
    `${(PAD + (WIDTH - 2 * PAD) * x).toFixed(1)} ${(HEIGHT - PAD - ((HEIGHT - 2 * PAD) * value) / top).toFixed(1)}`;
  const last = points.findLast(({ value }) => value !== null);
  return h('svg', {
    class: 'sparkline',
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': words,
    'data-points': values.length,
  }, [
    h('path', { class: 'base', d: `M0 ${HEIGHT - 1}H${WIDTH}` }),
    values.length > 0 ? h('path', { class: 'curve', d: line(points, at) }) : null,
    last ? h('path', { class: 'newest', d: `M${at(last)}h.01` }) : null,
  ]);
}

function line(points, at) {
  let pen = 'M';
  let path = '';
  for (const point of points) {
    if (!point.read) {
      pen = 'M';
    } else if (point.value !== null) {
      path += pen + at(point);
      pen = 'L';
    }
  }
  return path;
}
