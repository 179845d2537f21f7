// How far a migration is, in the terms of its journal, and whether it goes on.
import { toRaw } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { store } from '../core/store.js';

/** The steps in order; `failed` may come after each of them. */
export const STEPS = ['planned', 'copied', 'committed', 'done'];

/** Where on the way from source to target each step stands; copying fills the way up to `copied`. */
const PLACES = { planned: 0, copied: 0.6, committed: 0.85, done: 1, failed: 0 };

/** So long without a sign of progress is slow, or stuck: a copy tells twice a second how far it is. */
const SLOW_MS = 3_000;
const STUCK_MS = 10_000;

export const isOver = ({ step }) => step === 'done' || step === 'failed';

/** How much of the way lies behind it, 0 to 1. */
export function wayBehind({ step, copiedBytes, bytes }) {
  return step === 'planned' && bytes > 0 ? ((copiedBytes ?? 0) / bytes) * PLACES.copied : PLACES[step];
}

/**
 * Null while it goes on or is over, else for how long there was no progress and what that comes to: as the copy itself
 * tells, and for how long it has told nothing. Held against the newest
 * news of the ensemble, which come with the same stream: where a page is behind with reading, the file is not stuck.
 */
export function stall(migration) {
  if (isOver(migration)) {
    return null;
  }
  const newest = toRaw(store).ensemble?.at;
  const ms = (migration.stalledMs ?? 0) + Math.max(0, ageMs(migration.at) - (newest ? ageMs(newest) : 0));
  return ms < SLOW_MS ? null : { ms, kind: ms < STUCK_MS ? 'slow' : 'stuck' };
}

/** Bytes a second since it began, and how long the rest takes at that pace; null before the first news of it. */
export function pace({ at, firstAt, copiedBytes, bytes }) {
  const ms = Date.parse(at) - Date.parse(firstAt);
  if (!copiedBytes || ms <= 0) {
    return null;
  }
  const perSecond = (copiedBytes / ms) * 1_000;
  return { perSecond, leftMs: ((bytes - copiedBytes) / perSecond) * 1_000 };
}
