// What a chart and its table make of a server's series; see `core/figure-history.js`.

/** Rows that are further apart than so many intervals are not joined: nobody knows what was in between. */
const BRIDGED_INTERVALS = 4;

/** How many marks a line carries over the width of the chart. */
const MARKS = 6;

/** The index of the first row at or after that moment. */
export function firstFrom(atMs, moment) {
  let low = 0;
  let high = atMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (atMs[middle] < moment) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/**
 * The points of a line. It ends where nothing could be read; it goes on over a time in which there was nothing to
 * measure, such as the latency of no request.
 */
export function points(series, field, { from, to }, intervalMs) {
  const { atMs, source } = series;
  const values = series[field];
  const made = [];
  const marked = (to - from) / MARKS;
  let joined = false;
  let before = null;
  for (let i = Math.max(0, firstFrom(atMs, from) - 1); i < atMs.length && atMs[i] <= to; i++) {
    const broken = source[i] === null || (before !== null && atMs[i] - before > BRIDGED_INTERVALS * intervalMs);
    if (broken && joined) {
      made.push({ x: atMs[i], y: NaN, mark: false });
      joined = false;
    }
    before = atMs[i];
    if (values[i] !== null) {
      const last = made.at(-1);
      made.push({ x: atMs[i], y: values[i], mark: !joined || Math.floor(atMs[i] / marked) > Math.floor(last.x / marked) });
      joined = true;
    }
  }
  return made;
}

/**
 * What a server's figure was at a moment.
 *
 * @param {number | null} moment null for the newest
 * @returns {{value: number | null, at: number, source: string | null} | null} value null with a source: nothing to
 *   measure; without: nothing could be read; null: there is no row near that moment
 */
export function valueAt(series, field, moment, intervalMs) {
  const last = series.atMs.length - 1;
  let index = last;
  if (moment !== null) {
    const after = Math.min(firstFrom(series.atMs, moment), last);
    const before = Math.max(0, after - 1);
    index = Math.abs(series.atMs[before] - moment) < Math.abs(series.atMs[after] - moment) ? before : after;
    // Once a server is known to tell nothing, that goes for all the time until it does again.
    if (after === last && series.source[last] === null && series.atMs[last] < moment) {
      index = last;
    } else if (series.source[before] === null && series.atMs[before] <= moment && moment < series.atMs[after]) {
      index = before;
    } else if (!(Math.abs(series.atMs[index] - moment) <= 2 * intervalMs)) {
      return null;
    }
  }
  return index < 0 ? null : { value: series[field][index], at: series.atMs[index], source: series.source[index] };
}

/** The lowest and highest value in a window, and how often reading ended in it. */
export function extremes(series, field, { from, to }) {
  let least = null;
  let most = null;
  let gaps = 0;
  for (let i = firstFrom(series.atMs, from); i < series.atMs.length && series.atMs[i] <= to; i++) {
    const value = series[field][i];
    gaps += series.source[i] === null ? 1 : 0;
    if (value !== null) {
      least = least === null ? value : Math.min(least, value);
      most = most === null ? value : Math.max(most, value);
    }
  }
  return { least, most, gaps };
}
