// Whether this controller may start and stop servers: asked once, by a question about a server's own log, which is
// answered with 403 where node control is switched off.
import { shallowReactive, watch } from './lib/vue.js';
import { rest } from './rest.js';
import { store } from './store.js';

const FORBIDDEN = 403;

export const nodeControl = shallowReactive({ allowed: false });

watch(() => store.connection.phase === 'live' && store.ensemble?.nodes[0]?.id, async (node) => {
  if (!node) {
    return;
  }
  try {
    await rest('GET', `/api/nodes/${encodeURIComponent(node)}/logs?tail=1`);
    nodeControl.allowed = true;
  } catch (problem) {
    nodeControl.allowed = problem.status !== FORBIDDEN;
  }
});
