// The plans that stood before the one that stands now: the stored ones are read once a connection, and each that the
// stream brings joins them, since the stream itself only tells of the newest.
import { markRaw, shallowRef, watch } from '../lib/vue.js';
import { Problem } from '../core/problem.js';
import { rest } from '../core/rest.js';
import { store } from '../core/store.js';

const READ = 30;
const MOST = 100;

/** Newest first, as {id, at, message, messageZh, shouldMigrate, reason, sourceNode}; null until anything is known. */
export const plans = shallowRef(null);

const entry = ({ id, createdAt, message, messageZh, shouldMigrate, reason, sourceNode }) =>
  markRaw({ id, at: createdAt, message, messageZh, shouldMigrate, reason, sourceNode });

function add(news) {
  const known = new Map((plans.value ?? []).map((plan) => [plan.id, plan]));
  news.filter(({ id }) => !known.has(id)).forEach((plan) => known.set(plan.id, plan));
  plans.value = [...known.values()].sort((one, other) => (one.at < other.at ? 1 : -1)).slice(0, MOST);
}

async function read() {
  try {
    const { decisions } = await rest('GET', `/api/scheduler/decisions?limit=${READ}`);
    add(decisions.map(({ plan }) => entry(plan)));
  } catch (problem) {
    // The list then begins with the plan that stands; the next connection reads it again.
    if (!(problem instanceof Problem)) {
      throw problem;
    }
  }
}

watch(() => store.connection.phase === 'live', (live) => live && read(), { immediate: true });
watch(() => store.plan?.id, (id) => id && add([entry(store.plan)]), { immediate: true });
