// One ticker for every age on the page. It only redraws; it asks nobody anything.
import { ref } from '../lib/vue.js';
import { store } from './store.js';

const TICK_MS = 1_000;

/** The viewer's clock, ms, as of the last tick. */
export const now = ref(Date.now());

setInterval(() => {
  if (!document.hidden) {
    now.value = Date.now();
  }
}, TICK_MS);

document.addEventListener('visibilitychange', () => {
  now.value = Date.now();
});

/** How long ago a moment of the server's clock was, ms, never negative; null for null. */
export function ageMs(at) {
  if (!at) {
    return null;
  }
  return Math.max(0, now.value - (store.clockAheadMs ?? 0) - Date.parse(at));
}
