// The audit trail as the page shows it: the stream's newest rows and, where the viewer filters or goes back, pages of
// older ones that are read once. What the stream says of a row is newer than any page.
import { computed, markRaw, shallowReactive, watch } from '../lib/vue.js';
import { Problem } from '../core/problem.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';

const PAGE = 200;
const MOST_ROWS = 10_000;

/** What the viewer may narrow the trail by, as the server's parameters are called. */
export const FILTERS = ['action', 'node', 'status', 'actor', 'from', 'to'];

const SAME = ['action', 'node', 'status', 'actor'];

/** Whether the server would list this row; it narrows by the same rules. */
export function matches(filter, row) {
  const began = Date.parse(row.timestamp);
  return SAME.every((field) => !filter[field] || row[field] === filter[field])
    && (!filter.from || began >= Date.parse(filter.from))
    && (!filter.to || began < Date.parse(filter.to));
}

/** The filter as parameters of REST. */
export function parameters(filter) {
  return new URLSearchParams(FILTERS.filter((name) => filter[name]).map((name) => [name, filter[name]]));
}

const newestFirst = (rows) =>
  [...new Map(rows.map((row) => [row.id, row])).values()].sort((a, b) => b.id - a.id).slice(0, MOST_ROWS);

/**
 * @param {import('vue').ComputedRef<Record<string, string>>} filter an empty text lets all through
 */
export function useTrail(filter) {
  /** more: whether there may be older rows. */
  const reading = shallowReactive({ rows: [], more: true, busy: false, problem: null });
  const narrow = computed(() => parameters(filter.value).toString());
  let lastAsked = 0;

  /** The rows to show, newest first; null until the stream's first snapshot has come. */
  const shown = computed(() => store.operations === null
    ? null
    : newestFirst([...reading.rows, ...store.operations]).filter((row) => matches(filter.value, row)));

  /** Whether there may be older rows that the viewer can ask for. */
  const mayGoBack = computed(() =>
    reading.more && shown.value?.length < MOST_ROWS && (narrow.value !== '' || shown.value.at(-1)?.id > 1));

  async function read(before) {
    const asked = ++lastAsked;
    Object.assign(reading, { busy: true, problem: null });
    try {
      const wanted = Object.fromEntries(parameters(filter.value));
      const page = await command('list-operations', { limit: PAGE, ...wanted, ...(before && { before }) });
      if (asked === lastAsked) {
        reading.rows = [...reading.rows, ...page.operations.map(markRaw)];
        reading.more = page.nextBefore !== null;
      }
    } catch (problem) {
      if (!(problem instanceof Problem)) {
        throw problem;
      }
      if (asked === lastAsked) {
        reading.problem = problem;
      }
    } finally {
      if (asked === lastAsked) {
        reading.busy = false;
      }
    }
  }

  /** Reads the page behind the oldest row that is shown. */
  const goBack = () => read(shown.value?.at(-1)?.id);

  function startOver() {
    lastAsked++;
    Object.assign(reading, { rows: [], more: true, busy: false, problem: null });
    if (narrow.value && store.connection.phase === 'live') {
      read(null);
    }
  }

  // The stream keeps its newest rows only; where older ones are shown too, those between must not fall out.
  watch(() => store.operations, (now, before) => {
    if (before && (narrow.value || reading.rows.length > 0)) {
      reading.rows = newestFirst([...reading.rows, ...before]).filter((row) => matches(filter.value, row));
    }
  });

  watch(narrow, startOver, { immediate: true });

  // Whatever happened while the connection was away is in no page that was read before.
  watch(() => store.connection.phase, (phase) => phase === 'live' && startOver());

  return { shown, reading, mayGoBack, goBack };
}
