// The charts of the page, in its order.
import { number } from '../core/format.js';

const plain = (value) => number(value);

/** An axis has whole numbers where it counts things. */
const whole = (value) => (Number.isInteger(value) ? number(value) : '');

/** least: the height of the axis at the least. */
export const CHARTS = [
  { field: 'avgLatency', unit: 'ms', least: 5, fromZero: true, axis: plain },
  { field: 'maxLatency', unit: 'ms', least: 10, fromZero: true, axis: plain },
  { field: 'connections', unit: '', least: 4, fromZero: true, axis: whole },
  { field: 'outstanding', unit: '', least: 4, fromZero: true, axis: whole },
  { field: 'znodes', unit: '', least: 4, fromZero: false, axis: whole },
  { field: 'received', unit: '/s', least: 5, fromZero: true, axis: plain },
  { field: 'sent', unit: '/s', least: 5, fromZero: true, axis: plain },
  { field: 'fsync', unit: 'ms', least: 2, fromZero: true, axis: plain },
];

/** A value with its unit. */
export function inUnit(value, unit) {
  const text = number(value);
  return value === null || unit === '' ? text : `${text}${unit === '/s' ? '' : ' '}${unit}`;
}
