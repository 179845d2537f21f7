// The tokens that travel: one a migration, a bounded number at a time. Most migrations are over within milliseconds, so
// a token follows the steps at a pace that can be seen, and stays a moment where it ended.
import { onScopeDispose, shallowRef, triggerRef, watch } from '../lib/vue.js';
import { store } from '../core/store.js';
import { isOver, wayBehind } from './migration-steps.js';

export const MOST_TOKENS = 40;
export const SLOTS = 6;

/** A little more than a token's way takes, see `.lane-token`. */
const LINGER_MS = 1_700;
/** What ended longer ago than this is history, and nothing that is seen to happen. */
const NEWS_MS = 3_000;

export function useLaneTokens() {
  const tokens = shallowRef(new Map());
  /** Ids of those that found no token free. */
  const missed = shallowRef(new Set());
  const seen = new WeakSet();
  const timers = new Set();

  function later(ms, work) {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  }

  function freeSlot() {
    const taken = new Map();
    tokens.value.forEach(({ slot }) => taken.set(slot, (taken.get(slot) ?? 0) + 1));
    const least = Array.from({ length: SLOTS }, (_, slot) => taken.get(slot) ?? 0);
    return least.indexOf(Math.min(...least));
  }

  /** A new token stands at its source for one frame, so that there is somewhere to move it from. */
  function add(migration) {
    tokens.value.set(migration.id, { migration, slot: freeSlot(), behind: 0 });
    requestAnimationFrame(() => requestAnimationFrame(() => follow(migration.id)));
  }

  function follow(id) {
    const token = tokens.value.get(id);
    if (token) {
      token.behind = wayBehind(token.migration);
      triggerRef(tokens);
    }
  }

  function take(migration) {
    const token = tokens.value.get(migration.id);
    if (token) {
      token.migration = migration;
      follow(migration.id);
    } else if (tokens.value.size >= MOST_TOKENS) {
      miss(migration);
      return;
    } else {
      add(migration);
    }
    if (isOver(migration)) {
      later(LINGER_MS, () => {
        tokens.value.delete(migration.id);
        triggerRef(tokens);
      });
    }
  }

  function miss({ id }) {
    if (!missed.value.has(id)) {
      missed.value.add(id);
      triggerRef(missed);
      later(LINGER_MS, () => {
        missed.value.delete(id);
        triggerRef(missed);
      });
    }
  }

  watch(() => store.migrations, (rows) => {
    const news = (rows ?? []).filter((row) => !seen.has(row));
    news.forEach((row) => seen.add(row));
    news.filter((row) => !isOver(row) || agoMs(row.at) < NEWS_MS).reverse().forEach(take);
    triggerRef(tokens);
  }, { immediate: true });
  onScopeDispose(() => timers.forEach(clearTimeout));

  return { tokens, missed };
}

const agoMs = (at) => Date.now() - (store.clockAheadMs ?? 0) - Date.parse(at);
