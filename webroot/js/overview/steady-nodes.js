// The nodes as this page draws them. Each message brings every node anew, though mostly nothing but a figure or the moment
// of asking differs; whoever draws a node gets the same object as before until it is worth drawing: what it is at once,
// its figures as often as they can be read, and those of many nodes a few at a time.
import { computed } from '../lib/vue.js';
import { store } from '../core/store.js';

const STANDING = ['role', 'state', 'health', 'voter', 'drained', 'drainReason', 'drainedAt', 'host', 'port'];
const FIGURES = ['reason', 'zxid', 'connections', 'outstanding', 'znodes', 'watches', 'version', 'upSince'];
const READABLE_MS = 400;
const MOST_AT_ONCE = 6;
const SECOND_OF_ISO = 19;

const second = (at) => at?.slice(0, SECOND_OF_ISO);

const differs = (fields, before, after) => fields.some((field) => before[field] !== after[field]);

/** Ages are told in whole seconds, so one answer a second is enough for them. */
function newFigures(before, after) {
  return differs(FIGURES, before, after)
    || second(before.respondedAt) !== second(after.respondedAt)
    || before.latencyMs?.avg !== after.latencyMs?.avg
    || before.latencyMs?.max !== after.latencyMs?.max
    || otherMissing(before.missing, after.missing);
}

function otherMissing(before, after) {
  const fields = Object.keys(after);
  return fields.length !== Object.keys(before).length
    || fields.some((field) => before[field]?.reason !== after[field].reason);
}

/** When each object that is drawn was taken up, ms of the page's own clock. */
const takenAt = new WeakMap();

function take(node, at) {
  takenAt.set(node, at);
  return node;
}

/** Every node in the configured order, or null before the first message; the same list while nothing has changed. */
export const steadyNodes = computed((before) => {
  if (!store.ensemble) {
    return null;
  }
  const at = performance.now();
  const known = new Map(before?.map((node) => [node.id, node]));
  let left = MOST_AT_ONCE;
  // Those that have waited longest come first.
  const due = new Set(store.ensemble.nodes
    .filter(({ id }) => known.has(id) && at - takenAt.get(known.get(id)) >= READABLE_MS)
    .sort((one, other) => takenAt.get(known.get(one.id)) - takenAt.get(known.get(other.id)))
    .filter((node) => newFigures(known.get(node.id), node) && left-- > 0));
  const after = store.ensemble.nodes.map((node) => {
    const old = known.get(node.id);
    return !old || due.has(node) || differs(STANDING, old, node) ? take(node, at) : old;
  });
  return before?.length === after.length && after.every((node, index) => node === before[index]) ? before : after;
});

/** The node that leads as it was last seen, or null. */
export const leadingNode = computed(() =>
  steadyNodes.value?.find((node) => node.id === store.ensemble.leader) ?? null);
