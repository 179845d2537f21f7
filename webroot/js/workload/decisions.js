// The scheduler's past decisions. They are no topic: a page of them is read when the stream comes up, and the newest are
// read again when the stream tells of another plan or of a round that tried to move something.
import { onScopeDispose, shallowRef, watch } from '../lib/vue.js';
import { Problem } from '../core/problem.js';
import { rest } from '../core/rest.js';
import { store } from '../core/store.js';

const PAGE = 20;
/** A decision is stored a second after it was made; and a drain makes many of them. */
const PAUSE_MS = 1_500;

/** @returns the decisions read so far, newest first; whether there are older ones; and how to read them */
export function useDecisions() {
  const rows = shallowRef(null);
  const problem = shallowRef(null);
  const busy = shallowRef(false);
  const nextBefore = shallowRef(null);
  let timer = 0;

  async function read(before) {
    busy.value = true;
    problem.value = null;
    try {
      return await rest('GET', `/api/scheduler/decisions?limit=${PAGE}${before ? `&before=${before}` : ''}`);
    } catch (failure) {
      if (!(failure instanceof Problem)) {
        throw failure;
      }
      problem.value = failure;
      return null;
    } finally {
      busy.value = false;
    }
  }

  async function refresh() {
    const page = await read(null);
    if (!page) {
      return;
    }
    const fresh = new Set(page.decisions.map(({ planId }) => planId));
    const known = rows.value ?? [];
    const meets = known.some(({ planId }) => fresh.has(planId));
    if (meets) {
      rows.value = [...page.decisions, ...known.filter(({ planId }) => !fresh.has(planId))];
    } else {
      rows.value = page.decisions;
      nextBefore.value = page.nextBefore;
    }
  }

  async function older() {
    const page = await read(nextBefore.value);
    if (page) {
      const known = new Set(rows.value.map(({ planId }) => planId));
      rows.value = [...rows.value, ...page.decisions.filter(({ planId }) => !known.has(planId))];
      nextBefore.value = page.nextBefore;
    }
  }

  let triedAt = null;
  // A round with nothing to do comes every few seconds and changes no decision.
  function lastTried() {
    const { lastRound, lastRoundAt } = store.scheduler ?? {};
    if (lastRound === 'moved' || lastRound === 'failed') {
      triedAt = lastRoundAt;
    }
    return triedAt;
  }

  watch([() => store.connection.phase === 'live', () => store.plan?.id, lastTried], ([live]) => {
    if (live && !timer) {
      timer = setTimeout(() => {
        timer = 0;
        refresh();
      }, rows.value ? PAUSE_MS : 0);
    }
  }, { immediate: true });
  onScopeDispose(() => clearTimeout(timer));

  return { rows, problem, busy, nextBefore, refresh, older };
}
