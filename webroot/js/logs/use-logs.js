// The log lines that the page shows: the ends of the logs, and what comes while somebody looks.
import { onBeforeUnmount, shallowReactive, shallowRef, watch } from '../lib/vue.js';
import { store } from '../core/store.js';
import { LogBook, ownZone } from './log-book.js';
import { endsOfLogs } from './log-source.js';

/** How many records are kept in memory, and as many again while the viewer holds them back. */
export const MOST_RECORDS = 20_000;
const GATHER_MS = 100;

/**
 * @param {import('vue').ComputedRef<string[]>} nodes whose logs
 * @param {object} [source] see log-source.js
 */
export function useLogs(nodes, source = endsOfLogs) {
  // Containers keep UTC; servers beside the controller most likely the time of those who look at them.
  const book = new LogBook(MOST_RECORDS, (wallMs) => (store.control?.mode === 'docker' ? 0 : ownZone(wallMs)));
  const records = shallowRef([]);
  /**
   * waiting: lines that came and are held back; missed: lines that came too fast; failed: by node, why it has none;
   * whole: the nodes whose log has nothing before what is shown; further: whether there may be more of the others.
   */
  const state = shallowReactive({
    busy: false, read: false, waiting: 0, missed: 0, failed: {}, whole: new Set(), further: false, held: false,
  });
  let gathered = [];
  let timer = 0;
  let asked = 0;
  let cursor = null;

  function show() {
    timer = 0;
    if (state.busy || state.held) {
      state.waiting = state.busy ? 0 : gathered.length;
      return;
    }
    book.append(gathered);
    gathered = [];
    state.waiting = 0;
    records.value = book.records;
  }

  function came(line) {
    state.missed += line.leftOut;
    gathered.push(line);
    if (gathered.length > MOST_RECORDS) {
      state.missed += gathered.length - MOST_RECORDS;
      gathered = gathered.slice(-MOST_RECORDS);
    }
    timer ||= setTimeout(show, GATHER_MS);
  }

  async function read(from) {
    const mine = ++asked;
    Object.assign(state, { busy: true });
    try {
      const page = await source.search({ nodes: nodes.value, ...(from && { cursor: from }) });
      if (mine === asked) {
        takeIn(page);
      }
    } finally {
      if (mine === asked) {
        state.busy = false;
        show();
      }
    }
  }

  function takeIn({ ends, failed, cursor: next }) {
    for (const [node, { lines }] of Object.entries(ends)) {
      book.replaceEnd(node, lines);
      // What came while the end was read is in it already, or comes after it.
      const known = new Set(lines);
      gathered = gathered.filter((line) => line.node !== node || !known.has(line.line));
    }
    cursor = next;
    Object.assign(state, {
      read: true,
      failed,
      further: next !== null,
      whole: new Set(Object.keys(ends).filter((node) => ends[node].whole)),
    });
    records.value = book.records;
  }

  /** Reads further back, as far as the source reaches. */
  const readFurther = () => (cursor === null || state.busy ? Promise.resolve() : read(cursor));

  /** Holds back what comes from now on, or lets it through again. */
  function hold(held) {
    state.held = held;
    if (!held) {
      show();
    }
  }

  function clear() {
    book.clear();
    gathered = [];
    Object.assign(state, { waiting: 0, missed: 0, further: false });
    cursor = null;
    records.value = book.records;
  }

  let stop = () => {};
  watch(() => nodes.value.join(), () => {
    stop = source.follow(nodes.value, came);
  }, { immediate: true });
  watch([() => nodes.value.join(), () => store.connection.phase], ([names, phase], [before]) => {
    if (names && phase === 'live') {
      if (before !== undefined && before !== names) {
        clear();
        state.read = false;
      }
      read(null);
    }
  }, { immediate: true });
  onBeforeUnmount(() => {
    stop();
    asked++;
    clearTimeout(timer);
  });

  return { records, state, hold, clear, readFurther, dropped: () => book.dropped };
}
