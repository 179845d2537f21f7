// The moment that a link leads to: what lies around it, and whether the logs reach that far.

/** How far around a moment its lines are marked. */
export const AROUND_MS = 15_000;

/** The item of the list that marks the moment between the lines. */
export const MARK = { key: 'moment', isMark: true };

/** Where the moment lies in a list by time. */
export function placeOf(records, at) {
  const index = records.findIndex((record) => record.at > at);
  return index < 0 ? records.length : index;
}

/**
 * Why there may be nothing to see at the moment.
 *
 * @param {Map<string, number>} begins when the lines that are kept of each node begin
 * @param {Set<string>} whole the nodes of which nothing older exists
 * @returns {{code: 'ahead' | 'beyond' | 'before' | 'reached', node?: string, begins?: number}[]} one for each node that
 *   does not reach, else one for all
 */
export function reach(at, now, begins, whole) {
  if (at > now + AROUND_MS) {
    return [{ code: 'ahead' }];
  }
  const short = [...begins].filter(([, first]) => first > at)
    .map(([node, first]) => ({ code: whole.has(node) ? 'before' : 'beyond', node, begins: first }));
  return short.length > 0 ? short : [{ code: 'reached' }];
}
