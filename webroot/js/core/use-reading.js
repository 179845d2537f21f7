// Something that is read once for a subject, and again on request; what comes too late for another subject is dropped.
import { shallowRef, watch } from '../lib/vue.js';
import { Problem } from './problem.js';

/**
 * @param {() => unknown} subject what it is read for; read anew when that changes, and not at all for null
 * @param {(subject: unknown) => Promise<object>} read
 * @returns {{answer: import('vue').Ref<object | null>, problem: import('vue').Ref<Problem | null>, again: () => void}}
 *   both null while it is being read
 */
export function useReading(subject, read) {
  const answer = shallowRef(null);
  const problem = shallowRef(null);
  let latest = 0;

  async function readFor(wanted) {
    const mine = ++latest;
    answer.value = null;
    problem.value = null;
    if (wanted === null || wanted === undefined) {
      return;
    }
    try {
      const got = await read(wanted);
      if (mine === latest) {
        answer.value = got;
      }
    } catch (failure) {
      if (!(failure instanceof Problem)) {
        throw failure;
      }
      if (mine === latest) {
        problem.value = failure;
      }
    }
  }

  watch(subject, readFor, { immediate: true });
  return { answer, problem, again: () => readFor(subject()) };
}
