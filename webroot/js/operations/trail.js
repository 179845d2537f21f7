// The audit trail as the page shows it: the stream's newest rows and, where the viewer filters or goes back, pages of
// older ones that are read once. What the stream says of a row is newer than any page.
import { computed, markRaw, reactive, shallowReactive, watch } from '../lib/vue.js';
import { Problem } from '../core/problem.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';

const PAGE = 50;
const MOST_ROWS = 1_000;

/** What the viewer wants to see; an empty text lets all through. */
export const filter = reactive({ action: '', node: '', status: '' });

/** How reading pages stands; more: whether there may be older rows. */
export const reading = shallowReactive({ rows: [], more: true, busy: false, problem: null });

const isFiltered = () => Object.values(filter).some(Boolean);
const matches = (row) => Object.entries(filter).every(([field, value]) => !value || row[field] === value);

/** The rows to show, newest first; null until the stream's first snapshot has come. */
export const shown = computed(() => {
  if (store.operations === null) {
    return null;
  }
  const byId = new Map([...reading.rows, ...store.operations].map((row) => [row.id, row]));
  return [...byId.values()].filter(matches).sort((a, b) => b.id - a.id).slice(0, MOST_ROWS);
});

/** Whether the viewer may ask for older rows. */
export const mayGoBack = computed(() =>
  reading.more && shown.value?.length < MOST_ROWS && (isFiltered() || shown.value.at(-1)?.id > 1));

/** The filter as parameters of REST. */
export function parameters() {
  return new URLSearchParams(Object.entries(filter).filter(([, value]) => value));
}

let lastAsked = 0;

async function read(before) {
  const asked = ++lastAsked;
  Object.assign(reading, { busy: true, problem: null });
  try {
    const wanted = Object.fromEntries(parameters());
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
export function goBack() {
  return read(shown.value?.at(-1)?.id);
}

function startOver() {
  lastAsked++;
  Object.assign(reading, { rows: [], more: true, busy: false, problem: null });
  if (isFiltered() && store.connection.phase === 'live') {
    read(null);
  }
}

// The stream keeps its newest rows only; where older ones are shown too, those between must not fall out.
watch(() => store.operations, (now, before) => {
  if (before && (isFiltered() || reading.rows.length > 0)) {
    const byId = new Map([...reading.rows, ...before.filter(matches)].map((row) => [row.id, row]));
    reading.rows = [...byId.values()].sort((a, b) => b.id - a.id).slice(0, MOST_ROWS);
  }
});

watch(filter, startOver);

// Whatever happened while the connection was away is in no page that was read before.
watch(() => store.connection.phase, (phase) => phase === 'live' && startOver());
