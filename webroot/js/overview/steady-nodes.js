// The nodes as this page draws them. Each message brings every node anew, though mostly nothing but the moment of asking
// differs; whoever draws a node gets the same object as before then, so that its card is not drawn for nothing.
import { computed } from '../lib/vue.js';
import { store } from '../core/store.js';

const PLAIN = [
  'role', 'state', 'health', 'reason', 'zxid', 'connections', 'outstanding', 'znodes', 'watches', 'version', 'upSince',
  'voter', 'drained', 'drainReason', 'drainedAt', 'host', 'port',
];
const SECOND_OF_ISO = 19;

const second = (at) => at?.slice(0, SECOND_OF_ISO);

/** Whether the two would be drawn alike; ages are told in whole seconds, so one answer a second is enough for them. */
function alike(before, after) {
  return PLAIN.every((field) => before[field] === after[field])
    && second(before.respondedAt) === second(after.respondedAt)
    && before.latencyMs?.avg === after.latencyMs?.avg
    && before.latencyMs?.max === after.latencyMs?.max
    && sameMissing(before.missing, after.missing);
}

function sameMissing(before, after) {
  const fields = Object.keys(after);
  return fields.length === Object.keys(before).length
    && fields.every((field) => before[field]?.reason === after[field].reason);
}

/** Every node in the configured order, or null before the first message; the same list while nothing has changed. */
export const steadyNodes = computed((before) => {
  if (!store.ensemble) {
    return null;
  }
  const known = new Map(before?.map((node) => [node.id, node]));
  const after = store.ensemble.nodes.map((node) => {
    const old = known.get(node.id);
    return old && alike(old, node) ? old : node;
  });
  return before?.length === after.length && after.every((node, index) => node === before[index]) ? before : after;
});

/** The node that leads as it was last seen, or null. */
export const leadingNode = computed(() =>
  steadyNodes.value?.find((node) => node.id === store.ensemble.leader) ?? null);
