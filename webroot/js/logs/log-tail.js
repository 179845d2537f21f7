// A server's own log: its last lines, and those that come while somebody looks.
import { shallowReactive } from '../lib/vue.js';
import { rest } from '../core/rest.js';
import { followLogs } from './log-stream.js';

const FIRST_LINES = 200;
const MOST_LINES = 2_000;

/** node: whose log is shown, or null; problem: why its last lines could not be read. */
export const log = shallowReactive({ node: null, lines: [], missed: 0, problem: null, loading: false });

let nextKey = 0;
let stop = null;
const keyed = (text) => ({ key: nextKey++, text });

function add(lines, missed) {
  log.lines = [...log.lines, ...lines].slice(-MOST_LINES);
  log.missed += missed;
}

/** Opens the log of a server; what it logs from now on comes by itself. */
export async function showLog(node) {
  Object.assign(log, { node, lines: [], missed: 0, problem: null, loading: true });
  const early = [];
  stop?.();
  stop = followLogs([node], (body) => {
    if (log.loading) {
      early.push(body.line);
    } else {
      add([keyed(body.line)], body.leftOut);
    }
  });
  try {
    const tail = await rest('GET', `/api/nodes/${encodeURIComponent(node)}/logs?tail=${FIRST_LINES}`);
    if (log.node === node) {
      // What came while the end of the log was read is in it already, or comes after it.
      const known = new Set(tail.lines);
      add([...tail.lines, ...early.filter((line) => !known.has(line))].map(keyed), 0);
    }
  } catch (problem) {
    if (log.node === node) {
      log.problem = problem;
    }
  } finally {
    log.loading = false;
  }
}

/** Closes it; nothing is sent any more. */
export function hideLog() {
  stop?.();
  stop = null;
  log.node = null;
}
