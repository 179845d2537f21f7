// The topic of the servers' log lines, for as many as want it: the controller reads the logs while anybody follows, and
// sends the lines of those servers only that somebody here looks at.
import { followTopic, unfollowTopic } from '../core/session.js';

const TOPIC = 'conclave.logs';

/** For each handler, whose lines it wants. */
const handlers = new Map();
let registered = null;

function register() {
  const nodes = [...new Set([...handlers.values()].flat())].sort();
  if (nodes.length === 0 && registered) {
    unfollowTopic(TOPIC);
  } else if (nodes.join() !== registered) {
    followTopic(TOPIC, tell, { nodes });
  }
  registered = nodes.join();
}

function tell(line) {
  handlers.forEach((nodes, handler) => {
    if (nodes.includes(line.node)) {
      handler(line);
    }
  });
}

/**
 * Hands over each line that servers write from now on. A second time with the same handler changes whose.
 *
 * @param {string[]} nodes whose lines; none where it is empty
 * @param {(line: {node: string, line: string, leftOut: number, at: string}) => void} handler leftOut: how many lines
 *   before it came too fast to be sent
 * @returns {() => void} ends it
 */
export function followLogs(nodes, handler) {
  handlers.set(handler, nodes);
  register();
  return () => {
    handlers.delete(handler);
    register();
  };
}
