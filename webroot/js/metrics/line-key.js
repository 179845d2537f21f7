import { h } from '../lib/vue.js';

/** The marks of Chart.js, 10 units wide around their middle. */
const SIGNS = {
  circle: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z',
  rect: 'M-3.5-3.5h7v7h-7z',
  triangle: 'M0-4.5L4.500 3.500h-9z',
  rectRot: 'M0-4.500L4.500 0 0 4.500-4.500 0z',
  crossRot: 'M-3.500-3.500l7 7M3.500-3.500l-7 7',
  star: 'M-4 0h8M-2.800-2.800l5.600 5.600M2.800-2.800l-5.600 5.600M0-4v8',
  cross: 'M-4 0h8M0-4v8',
};

/** How a node's line looks, beside its name. */
export function lineKey({ colour, dash, sign }) {
  return h('svg', { class: ['line-key', colour], viewBox: '0 0 30 12', 'aria-hidden': 'true', focusable: 'false' }, [
    h('path', { class: 'line-key-line', d: 'M1 6h28', 'stroke-dasharray': dash.join(' ') || null }),
    h('path', { class: 'line-key-sign', d: SIGNS[sign], transform: 'translate(15 6)' }),
  ]);
}
