// The demo traffic's settings. They are no topic: they are read when the stream comes up, come back with each change made
// here, and are read again when the audit trail tells of a change made elsewhere.
import { shallowReactive, watch } from '../lib/vue.js';
import { rest } from '../core/rest.js';
import { store } from '../core/store.js';

/** state is null until it was read; unread says that it could not be. */
export const workload = shallowReactive({ state: null, unread: false });

export async function readWorkload() {
  try {
    workload.state = await rest('GET', '/api/demo/workload');
    workload.unread = false;
  } catch {
    workload.unread = true;
  }
}

const lastChange = () => store.operations?.find((operation) => operation.action === 'workload')?.id;

watch([() => store.connection.phase === 'live', lastChange], ([live]) => {
  if (live) {
    readWorkload();
  }
}, { immediate: true });
