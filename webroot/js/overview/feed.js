// What the feed shows now. It follows the store a few times a second, which is as fast as anybody reads, and stands still
// while somebody points at a row, has the focus in one or has scrolled down: then it counts what is new instead.
import { onBeforeUnmount, ref, shallowRef, watch } from '../lib/vue.js';
import { store } from '../core/store.js';
import { KINDS, feedRows } from './feed-rows.js';
import { plans } from './plan-history.js';

const REFRESH_MS = 250;

/** To be called in a component's setup. */
export function useFeed() {
  const rows = shallowRef([]);
  /** How many rows wait above the first that is shown. */
  const fresh = ref(0);
  const kinds = shallowRef(new Set(KINDS));
  const held = new Set();
  let timer = 0;

  const lists = () => ({
    elections: store.elections ?? [],
    operations: store.operations ?? [],
    plans: plans.value ?? [],
    migrations: store.migrations ?? [],
  });

  function refresh() {
    timer = 0;
    const all = feedRows(lists(), kinds.value);
    if (held.size === 0) {
      rows.value = all;
      fresh.value = 0;
      return;
    }
    const newest = new Map(all.map((row) => [row.key, row]));
    const shown = new Set(rows.value.map(({ key }) => key));
    const topAt = rows.value[0]?.at ?? '';
    rows.value = rows.value.map((row) => newest.get(row.key) ?? row);
    fresh.value = all.filter(({ key, at }) => at >= topAt && !shown.has(key)).length;
  }

  function refreshSoon() {
    timer ||= setTimeout(refresh, REFRESH_MS);
  }

  watch([() => store.elections, () => store.operations, () => store.migrations, plans], refreshSoon);
  onBeforeUnmount(() => clearTimeout(timer));
  refresh();

  return {
    rows,
    fresh,
    kinds,
    /** Shows only what the viewer wants to see. */
    toggle(kind) {
      const wanted = new Set(kinds.value);
      if (!wanted.delete(kind)) {
        wanted.add(kind);
      }
      kinds.value = wanted;
      held.clear();
      refresh();
    },
    /** Stands still for a reason until that reason is over. */
    hold(reason, on) {
      if (on) {
        held.add(reason);
      } else if (held.delete(reason) && held.size === 0) {
        refreshSoon();
      }
    },
    /** Shows what is new at once. */
    release() {
      held.clear();
      refresh();
    },
  };
}
