// The last minutes of every server's figures, for charts and sparklines.
//
// `figureHistory.nodes[id]` is one server's series, columns of equal length, oldest first, or absent until it is known:
//   {atMs: number[],                     when the server told, ms since 1970 of the server's clock, strictly rising
//    source: (string | null)[],          mntr, admin or prometheus; null: nothing could be read, which ends the line
//    avgLatency, maxLatency,             (number | null)[]  ms; mean since the moment before, longest since its start
//    connections, outstanding, znodes,   (number | null)[]
//    received, sent,                     (number | null)[]  packets a second since the moment before
//    fsync}                              (number | null)[]  ms, mean since the moment before
// Null is what the server did not tell or what there was none of, such as the latency of no request; never zero.
//
// Whoever renders with `figureHistory.nodes` renders anew at most once a second, since a series is replaced and never
// changed. `figureHistory.state` is loading, ready or failed; `intervalMs` is how far two moments of a server are apart
// where all is well, `keptMs` how far back there is anything.
//
// It is read when the stream becomes live and again after each reconnect or gap; in between the topic tells what is new.
// Rows are joined by their moment, so none is there twice, and what this page saw before a restart of the server stays.
import { markRaw, shallowReactive, watch } from '../lib/vue.js';
import { command, followTopic } from './session.js';
import { store } from './store.js';

const TOPIC = 'conclave.figures';
const FLUSH_MS = 1_000;
const RETRY_MS = 5_000;

export const FIGURES = ['avgLatency', 'maxLatency', 'connections', 'outstanding', 'znodes', 'received', 'sent', 'fsync'];

const COLUMNS = ['atMs', 'source', ...FIGURES];

export const figureHistory = shallowReactive({ state: 'loading', intervalMs: 2_000, keptMs: 900_000, nodes: {} });

/** What came and is not shown yet: lists of series by node. */
let waiting = [];
let flushTimer = 0;
let lastSeq = null;
let reading = false;

/**
 * Two series as one: every moment of either, once.
 *
 * @param {object | undefined} known
 * @param {object} news
 * @param {number} keptMs rows that are so much older than the newest are left out
 */
export function join(known, news, keptMs) {
  const rows = new Map();
  for (const series of known ? [known, news] : [news]) {
    series.atMs.forEach((at, index) => rows.set(at, [series, index]));
  }
  const moments = [...rows.keys()].sort((one, other) => one - other);
  const oldest = moments.at(-1) - keptMs;
  const kept = moments.filter((at) => at >= oldest).map((at) => rows.get(at));
  return markRaw(Object.fromEntries(
    COLUMNS.map((column) => [column, kept.map(([series, index]) => series[column][index])]),
  ));
}

function flush() {
  flushTimer = 0;
  const nodes = { ...figureHistory.nodes };
  for (const told of waiting) {
    for (const [id, series] of Object.entries(told)) {
      nodes[id] = join(nodes[id], series, figureHistory.keptMs);
    }
  }
  waiting = [];
  figureHistory.nodes = markRaw(nodes);
}

function take({ nodes }) {
  waiting.push(nodes);
  flushTimer ||= setTimeout(flush, FLUSH_MS);
}

async function read() {
  if (reading || store.connection.phase !== 'live') {
    return;
  }
  reading = true;
  try {
    const history = await command('figures', {});
    figureHistory.intervalMs = history.intervalMs;
    figureHistory.keptMs = history.keptMs;
    waiting.push(history.nodes);
    clearTimeout(flushTimer);
    flush();
    figureHistory.state = 'ready';
  } catch {
    // While the server starts, this part of it may come later than the stream.
    figureHistory.state = figureHistory.state === 'ready' ? 'ready' : 'failed';
    setTimeout(read, RETRY_MS);
  } finally {
    reading = false;
  }
}

followTopic(TOPIC, (message) => {
  const missed = lastSeq !== null && message.seq > lastSeq + 1;
  lastSeq = message.seq;
  take(message);
  if (missed) {
    read();
  }
});

watch(() => store.connection.phase, (phase) => {
  if (phase === 'live') {
    lastSeq = null;
    read();
  }
}, { immediate: true });
