// What the counts chart draws: how much each node has, what the plan would leave it, and between which values no file
// moves. Plain figures out of the store's counts and plan.
import { unitOf } from '../why/plan-inputs.js';

/**
 * One row a node, in the server's order.
 *
 * @param {'files' | 'bytes'} kind
 * @returns {{node: string, now: number, after: number, drained: boolean, takes: boolean}[]}
 */
export function rowsOf(counts, plan, kind) {
  const change = changes(plan?.moves ?? [], kind);
  return Object.entries(counts[kind]).map(([node, now]) => ({
    node,
    now,
    after: Math.max(0, now + (change.get(node) ?? 0)),
    drained: Boolean(plan?.nodeStates[node]?.drained),
    takes: plan?.nodeStates[node]?.available ?? true,
  }));
}

function changes(moves, kind) {
  const change = new Map();
  const add = (node, amount) => change.set(node, (change.get(node) ?? 0) + amount);
  for (const move of moves) {
    const amount = kind === 'bytes' ? move.sizeBytes : 1;
    add(move.from, -amount);
    add(move.to, amount);
  }
  return change;
}

/**
 * From the least loaded node that takes files to the threshold above it: while all are within, nothing moves. Null where
 * no node takes files, and where the strategy weighs something else than what is drawn.
 *
 * @param {'files' | 'bytes'} kind
 * @returns {{from: number, to: number} | null}
 */
export function bandOf(plan, kind) {
  const held = kind === 'bytes' ? plan?.bytes : plan?.counts;
  if (!plan || unitOf(plan.strategy) !== kind || Object.keys(held).some((node) => plan.loads[node] !== held[node])) {
    return null;
  }
  const takers = Object.keys(held).filter((node) => plan.nodeStates[node]?.available && !plan.nodeStates[node].drained);
  if (takers.length === 0) {
    return null;
  }
  const from = Math.min(...takers.map((node) => held[node]));
  return { from, to: from + plan.threshold };
}
