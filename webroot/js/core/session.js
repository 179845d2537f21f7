// The page's one connection to the server, and what to do where the server wants a token first.
import { BusClient } from './bus-client.js';
import { rest } from './rest.js';
import { STREAM_TOPICS, store, streamListener } from './store.js';

const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';

const client = new BusClient(`${scheme}://${window.location.host}/eventbus/websocket`, STREAM_TOPICS, {
  ...streamListener,
  connection(connection) {
    streamListener.connection(connection);
    if (connection.phase === 'refused') {
      store.locked = true;
    } else if (connection.phase === 'waiting' && connection.attempt === 1) {
      askWhetherLocked();
    }
  },
});

/** A browser does not tell why a WebSocket could not be opened, so a plain request has to find out. */
function askWhetherLocked() {
  rest('GET', '/api/overview').catch(() => {
    // Away or locked; `rest` has noted the latter.
  });
}

/** Connects, or connects again at once where it waits. */
export function connectStream() {
  client.connect();
}

/**
 * Hands a topic's messages to the handler from now on; what was published before is not told.
 *
 * @param {object} [filter] which messages, where the topic has a filter
 */
export function followTopic(address, handler, filter) {
  client.follow(address, handler, filter);
}

/** Ends that. */
export function unfollowTopic(address) {
  client.unfollow(address);
}

/** Gives a command by its verb; see `conclave.command.*` in the server's list of commands. */
export function command(verb, body, limitMs) {
  return client.request(`conclave.command.${verb}`, body, limitMs);
}

/** Hands over the token once; the server answers with a cookie that this page cannot read. */
export async function unlock(token) {
  await rest('POST', '/api/session', { token });
  store.locked = false;
  connectStream();
}

window.addEventListener('online', connectStream);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && store.connection.phase === 'waiting') {
    connectStream();
  }
});
