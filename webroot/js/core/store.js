// The one store of the page, fed by the stream alone. Messages are gathered and applied once a frame, so that a hundred a
// second cost no more than the newest of each state topic and one pass over the rows.
import { markRaw, shallowReactive } from '../lib/vue.js';

const MOST_ROWS = 200;
const HIDDEN_FLUSH_MS = 1_000;

const byId = (row) => row.id;
const byEvent = (row) => `${row.at}/${row.event}/${row.id}`;
const byMoment = (row) => `${row.at}/${row.kind}/${row.node}/${row.to}`;

/** The topics that the page shows: where each is kept and, for rows, which rows are one and the same. */
const TOPICS = [
  { address: 'conclave.ensemble', kind: 'state', field: 'ensemble' },
  { address: 'conclave.control', kind: 'state', field: 'control' },
  { address: 'conclave.grafana', kind: 'state', field: 'grafana' },
  { address: 'conclave.counts', kind: 'state', field: 'counts' },
  { address: 'conclave.plan', kind: 'state', field: 'plan' },
  { address: 'conclave.scheduler', kind: 'state', field: 'scheduler' },
  { address: 'conclave.migrations', kind: 'event', field: 'migrations', key: byId },
  { address: 'conclave.operations', kind: 'event', field: 'operations', key: byId },
  { address: 'conclave.tasks', kind: 'event', field: 'tasks', key: byId },
  { address: 'conclave.elections', kind: 'event', field: 'elections', key: byMoment },
  { address: 'conclave.controllers', kind: 'event', field: 'controllers', key: byEvent },
  { address: 'conclave.kv', kind: 'state', field: 'kv' },
  { address: 'conclave.ring', kind: 'state', field: 'ring' },
  { address: 'conclave.failovers', kind: 'event', field: 'failovers', key: byId },
];

export const STREAM_TOPICS = TOPICS.map(({ address, kind }) => ({ address, kind }));

const byAddress = new Map(TOPICS.map((topic) => [topic.address, topic]));

/**
 * Folds rows into a list: a row that is there already is replaced where it stands, a new one goes on top.
 *
 * @param {object[]} list newest first
 * @param {object[]} rows oldest first
 * @returns {object[]} a new list, newest first, 200 rows at most
 */
export function fold(list, rows, key) {
  const merged = new Map(list.map((row) => [key(row), row]).reverse());
  for (const row of rows) {
    const known = merged.get(key(row));
    merged.set(key(row), markRaw({ ...row, firstAt: known?.firstAt ?? row.at, lastStep: known?.step }));
  }
  return [...merged.values()].reverse().slice(0, MOST_ROWS);
}

/** Everything that the components read. A field of a topic is null until its first snapshot has come. */
export const store = shallowReactive({
  /** phase: connecting, live, waiting or refused; retryAt: viewer's clock, ms; attempt: how many in a row failed. */
  connection: { phase: 'connecting', attempt: 0 },
  /** When the connection that fed all this was lost, viewer's clock, ms; null while it is live or was never there. */
  lostAt: null,
  /** Whether the server wants a token before it tells anything. */
  locked: false,
  /** When the newest message came, viewer's clock, ms; null until then. */
  heardAt: null,
  /** How far the viewer's clock is ahead of the server's, ms; null until the first live message. */
  clockAheadMs: null,
  ensemble: null,
  control: null,
  grafana: null,
  counts: null,
  plan: null,
  scheduler: null,
  migrations: null,
  operations: null,
  tasks: null,
  elections: null,
  controllers: null,
  kv: null,
  ring: null,
  failovers: null,
});

const newestState = new Map();
const newRows = new Map();
let flushing = false;

function flush() {
  flushing = false;
  store.heardAt = Date.now();
  for (const [field, state] of newestState) {
    store[field] = state;
  }
  for (const [{ field, key }, { replace, rows }] of newRows) {
    store[field] = fold(replace ? [] : store[field] || [], rows, key);
  }
  newestState.clear();
  newRows.clear();
}

function flushSoon() {
  if (flushing) {
    return;
  }
  flushing = true;
  // A hidden page gets no animation frames.
  if (document.hidden) {
    setTimeout(flush, HIDDEN_FLUSH_MS);
  } else {
    requestAnimationFrame(flush);
  }
}

function addRows(topic, rows, replace) {
  const gathered = newRows.get(topic);
  const all = replace || !gathered ? rows : [...gathered.rows, ...rows];
  newRows.set(topic, { replace: replace || Boolean(gathered?.replace), rows: all.slice(-MOST_ROWS) });
}

function noteClock(at) {
  const ahead = Date.now() - Date.parse(at);
  // The quickest message tells it best: all others were longer on their way.
  if (store.clockAheadMs === null || ahead < store.clockAheadMs) {
    store.clockAheadMs = ahead;
  }
}

/** What the stream's client tells; see `bus-client.js`. */
export const streamListener = {
  connection(connection) {
    if (connection.phase === 'live') {
      store.lostAt = null;
    } else if (store.connection.phase === 'live') {
      store.lostAt = Date.now();
    }
    store.connection = connection;
  },
  snapshot(address, state) {
    const topic = byAddress.get(address);
    if (topic.kind === 'event') {
      addRows(topic, state.recent, true);
    } else {
      newestState.set(topic.field, state && markRaw(state));
    }
    flushSoon();
  },
  message(address, body) {
    noteClock(body.at);
    const topic = byAddress.get(address);
    if (topic.kind === 'event') {
      addRows(topic, [body], false);
    } else {
      newestState.set(topic.field, markRaw(body));
    }
    flushSoon();
  },
};
