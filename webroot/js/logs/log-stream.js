// The topic of the servers' log lines, for as many as want it: the controller reads the logs while anybody follows.
import { followTopic, unfollowTopic } from '../core/session.js';

const TOPIC = 'conclave.logs';

const handlers = new Set();

/**
 * Hands over each line that a server writes from now on.
 *
 * @param {(line: {node: string, line: string, leftOut: number, at: string}) => void} handler leftOut: how many lines
 *   before it came too fast to be sent
 * @returns {() => void} ends it
 */
export function followLogs(handler) {
  if (handlers.size === 0) {
    followTopic(TOPIC, (line) => handlers.forEach((each) => each(line)));
  }
  handlers.add(handler);
  return () => {
    if (handlers.delete(handler) && handlers.size === 0) {
      unfollowTopic(TOPIC);
    }
  };
}
