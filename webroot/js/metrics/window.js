// Which stretch of time all charts show, and the moment that the viewer points at in any of them.
import { computed, ref, shallowRef } from '../lib/vue.js';
import { now } from '../core/clock.js';
import { figureHistory } from '../core/figure-history.js';
import { store } from '../core/store.js';

export const RANGES = [1, 5, 15];

const MINUTE_MS = 60_000;

/** How many minutes the charts show. */
export const range = ref(5);

/** The moment that the address names, ms of the server's clock, or null where the charts follow the present. */
export const pinned = shallowRef(null);

/** The moment pointed at, ms, or null. */
export const cursor = shallowRef(null);

/** The server's present, ms. */
export const present = computed(() => now.value - (store.clockAheadMs ?? 0));

/** What the charts show: a moment that is looked for stands in the middle. */
export const shownWindow = computed(() => {
  const width = range.value * MINUTE_MS;
  if (pinned.value === null) {
    return { from: present.value - width, to: present.value, live: true };
  }
  const to = Math.min(pinned.value + width / 2, Math.max(present.value, pinned.value + width / 10));
  return { from: to - width, to, live: false };
});

/** The moment whose values are told: the one pointed at, else the one looked for, else the newest of each node. */
export const toldMoment = computed(() => cursor.value ?? pinned.value);

/** When the figures begin that are there at all, ms, or null where there are none yet. */
export const oldestKept = computed(() => {
  const firsts = Object.values(figureHistory.nodes).filter(({ atMs }) => atMs.length > 0).map(({ atMs }) => atMs[0]);
  return firsts.length === 0 ? null : Math.min(...firsts);
});
