// How many tasks there are of each status. The stream tells of tasks that change and not of done ones that make room, so
// the counts are asked for when it has told of any.
import { onBeforeUnmount, shallowRef, watch } from '../lib/vue.js';
import { Problem } from '../core/problem.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';

const SETTLE_MS = 300;

/** The statuses in the order in which a task takes them. */
export const STATUSES = ['queued', 'running', 'done'];

/** @returns {import('vue').ShallowRef<Record<string, number> | null>} null until they are known */
export function useTaskCounts() {
  const counts = shallowRef(null);
  let timer = 0;

  async function read() {
    timer = 0;
    try {
      counts.value = (await command('list-tasks', { limit: 1 })).byStatus;
    } catch (problem) {
      if (!(problem instanceof Problem)) {
        throw problem;
      }
      // What is shown stays until the stream is back, and then they are asked for again.
    }
  }

  watch([() => store.tasks, () => store.connection.phase], ([, phase]) => {
    if (phase === 'live' && !timer) {
      timer = setTimeout(read, SETTLE_MS);
    }
  }, { immediate: true });
  onBeforeUnmount(() => clearTimeout(timer));
  return counts;
}
