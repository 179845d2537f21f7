// Where the page's log lines come from. A source is an object with two functions, so that another, such as an index over
// all logs, can take the place of this one:
//
//   search({nodes, text, level, from, to, cursor}) → Promise<{ends, failed, cursor}>
//     nodes    whose lines
//     text, level, from, to   what is wanted, or empty; a source may give more, since the page narrows it again
//     cursor   what the page before gave, to reach further back; absent at first
//     ends     by node: {lines, whole}, the lines oldest first and without a gap up to now, and whether the log has none
//              before them
//     failed   by node: the Problem that kept its lines from being read
//     cursor   for lines further back; null where there are none
//   follow(nodes, handler) → stop; a second time with the same handler changes whose lines it takes
//     handler  takes {node, line, leftOut, at} for each line from now on
import { rest } from '../core/rest.js';
import { Problem } from '../core/problem.js';
import { followLogs } from './log-stream.js';

/** How many lines the controller reads of a log's end: at first, and where more are wanted the most that it gives. */
const STEPS = [1_000, 5_000];

async function readEnd(node, count) {
  const { lines } = await rest('GET', `/api/nodes/${encodeURIComponent(node)}/logs?tail=${count}`);
  return { lines, whole: lines.length < count };
}

/** The ends of the servers' own logs, read by the controller. */
export const endsOfLogs = {
  async search({ nodes, cursor = 0 }) {
    const read = await Promise.allSettled(nodes.map((node) => readEnd(node, STEPS[cursor])));
    const ends = {};
    const failed = {};
    read.forEach(({ value, reason }, index) => {
      if (reason && !(reason instanceof Problem)) {
        throw reason;
      }
      (reason ? failed : ends)[nodes[index]] = reason ?? value;
    });
    const further = cursor + 1 < STEPS.length && Object.values(ends).some(({ whole }) => !whole);
    return { ends, failed, cursor: further ? cursor + 1 : null };
  },
  follow: followLogs,
};
