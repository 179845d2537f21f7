// Which decision or action the viewer wants explained; shown by `shell/why-dialog.js`, one at a time.
import { shallowRef } from '../lib/vue.js';

/**
 * What is being explained, or null: `{kind: 'plan'}` for the plan that stands, `{kind: 'decision', id}` for one out of
 * the history, `{kind: 'operation', id}` for an operation of the audit trail.
 */
export const explained = shallowRef(null);

/** Opens the explanation. */
export function showWhy(subject) {
  explained.value = subject;
}
