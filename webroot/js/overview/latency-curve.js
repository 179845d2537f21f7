// A server's latency over the last minutes as a small curve beside the newest figure.
import { h } from '../lib/vue.js';
import { figureHistory } from '../core/figure-history.js';
import { number, span } from '../core/format.js';
import { t } from '../core/language.js';
import { tip } from '../shared/tip.js';
import { sparkline } from './sparkline.js';

const SHOWN_MS = 300_000;

export const LatencyCurve = {
  props: { node: { type: String, required: true } },
  setup: (props) => () => {
    const points = recent(figureHistory.nodes[props.node]);
    const read = points.map(({ value }) => value).filter((value) => value !== null);
    const words = read.length === 0
      ? t(figureHistory.state === 'loading' ? 'curve.loading' : 'curve.none')
      : t('curve.words', {
        span: span(SHOWN_MS),
        least: number(Math.min(...read), 1),
        most: number(Math.max(...read), 1),
        newest: number(read.at(-1), 1),
      });
    return h('div', { class: 'curve-box', ...tip(() => [words, read.length ? t('curve.what') : null]) }, [
      sparkline(points, words),
      h('span', { class: 'soft', 'aria-hidden': 'true' }, t('curve.span', { span: span(SHOWN_MS) })),
    ]);
  },
};

/** The last minutes as points from 0 (the oldest moment that is shown) to 1 (the newest that is known). */
function recent(series) {
  const newest = series?.atMs.at(-1);
  if (!newest) {
    return [];
  }
  const from = series.atMs.findIndex((at) => at >= newest - SHOWN_MS);
  return series.atMs.slice(from).map((at, index) => ({
    x: 1 - (newest - at) / SHOWN_MS,
    value: series.avgLatency[from + index],
    // Without a request there is no latency, but the line goes on; it ends where the server could not be read.
    read: series.source[from + index] !== null,
  }));
}
