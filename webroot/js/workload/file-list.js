// The rows of the file table: read page by page as the viewer goes down, and kept true by the stream. A row never moves
// under a reader: what comes in between is counted, and shown when the reader asks for it or is not in the list.
import { markRaw, shallowReactive, watch } from '../lib/vue.js';
import { Problem } from '../core/problem.js';
import { rest } from '../core/rest.js';
import { followTopic, unfollowTopic } from '../core/session.js';
import { store } from '../core/store.js';
import { isWanted, wanted } from './file-query.js';

const TOPIC = 'conclave.files';
const PAGE = 200;
const TYPING_MS = 200;
/** What the stream tells is gathered so long: a row costs more to draw than it tells anybody five times a second. */
const GATHER_MS = 200;
const HIDDEN_GATHER_MS = 1_000;
const REREAD_MS = 1_000;
/** More at once are read anew instead of being put in one by one. */
const MOST_PUT_IN = 100;

/**
 * rows: null until the first page came; cursor: of the next page, or null; matching: {count, exact}; news: how many
 * changes are not shown yet; busy: whether a page is being read; problem: why the last one could not be.
 */
export const list = shallowReactive({
  rows: null, cursor: null, matching: null, news: 0, busy: false, problem: null,
});

/** Whether somebody reads the rows just now, so that they must stay where they are; set by the table. */
export const reader = { isThere: () => false };

let lastAsked = 0;
let places = null;

/** Puts other rows, or the same ones in another order, into the list. */
function put(rows) {
  list.rows = rows;
  places = null;
}

function placeOf(id) {
  places ??= new Map(list.rows.map((row, place) => [row.id, place]));
  return places.get(id);
}

/** What the table shows of a file; the history is read when it is looked at. */
const toRow = ({ id, name, node, sizeBytes, sha256, createdAt, updatedAt }, state = '') =>
  markRaw({ id, name, node, sizeBytes, sha256, createdAt, updatedAt, state });

async function read(cursor) {
  const asked = ++lastAsked;
  Object.assign(list, { busy: true, problem: null });
  const parameters = new URLSearchParams({ ...wanted, limit: PAGE, ...(cursor && { cursor }) });
  try {
    const page = await rest('GET', `/api/files?${parameters}`);
    if (asked !== lastAsked) {
      return;
    }
    const rows = page.files.map((file) => toRow(file));
    list.cursor = page.nextCursor;
    if (cursor) {
      // One that was moved meanwhile may come up again in an order that goes by what changed.
      put([...list.rows, ...rows.filter((row) => placeOf(row.id) === undefined)]);
    } else {
      Object.assign(list, { matching: page.matching, news: 0 });
      put(rows);
    }
  } catch (problem) {
    if (!(problem instanceof Problem)) {
      throw problem;
    }
    if (asked === lastAsked) {
      list.problem = problem;
    }
  } finally {
    if (asked === lastAsked) {
      list.busy = false;
    }
  }
}

/** Reads the list from its beginning. */
export const readAnew = () => read(null);

/** Reads the next page, where there is one and none is on its way. */
export function readOn() {
  if (list.cursor && !list.busy && !list.problem) {
    read(list.cursor);
  }
}

/** Tries again what could not be read. */
export const readAgain = () => read(list.rows ? list.cursor : null);

let events = [];
let lastSeq = null;
let missed = false;

function hear(event) {
  missed ||= lastSeq !== null && event.seq !== lastSeq + 1;
  lastSeq = event.seq;
  events.push(event);
  if (events.length === 1) {
    setTimeout(apply, document.hidden ? HIDDEN_GATHER_MS : GATHER_MS);
  }
}

function apply() {
  const told = events;
  const gap = missed;
  events = [];
  missed = false;
  if (list.rows === null) {
    return;
  }
  const { rows, added, changes, matching } = fold(told);
  const atRest = !reader.isThere();
  list.matching = matching;
  const kept = atRest ? rows.filter((row) => row.state !== 'removed') : rows;
  if (atRest && !gap && changes === 0 && isNewestFirst() && added.length <= MOST_PUT_IN) {
    put([...added.reverse(), ...kept]);
    return;
  }
  kept.length === rows.length ? list.rows = rows : put(kept);
  const news = added.length + changes + (gap ? 1 : 0);
  if (news > 0) {
    atRest ? readSoon() : list.news += news;
  }
}

const isNewestFirst = () => wanted.sort === 'created' && wanted.order === 'desc';

/** What the events make of the rows, each where it stands. */
function fold(told) {
  const rows = [...list.rows];
  const added = new Map();
  let { count } = list.matching;
  let changes = 0;
  for (const event of told) {
    const place = placeOf(event.id);
    const was = isWanted({ ...event, node: event.from ?? event.node });
    if (event.change === 'removed') {
      count -= was;
      added.delete(event.id);
    } else if (event.change === 'added') {
      if (isWanted(event) && place === undefined) {
        added.set(event.id, toRow(event, 'fresh'));
        count++;
      }
    } else {
      count += isWanted(event) - was;
      // It has another place now: among those of its node, or in an order by what has just changed.
      changes += (isWanted(event) !== was) || (was && ['node', 'updated'].includes(wanted.sort)) ? 1 : 0;
      if (added.has(event.id)) {
        added.set(event.id, toRow(event, 'fresh'));
      }
    }
    if (place !== undefined) {
      rows[place] = toRow(event, event.change === 'added' ? 'fresh' : event.change);
    }
  }
  return { rows, added: [...added.values()], changes, matching: { ...list.matching, count: Math.max(0, count) } };
}

let reading = 0;

/** At most once a second, however much happens. */
function readSoon() {
  if (!reading) {
    reading = setTimeout(() => {
      reading = 0;
      reader.isThere() ? list.news++ : readAnew();
    }, REREAD_MS);
  }
}

/** Begins to follow the files; what it gives back ends that. */
export function follow() {
  followTopic(TOPIC, hear);
  let typing = 0;
  const stops = [
    watch([() => wanted.node, () => wanted.sort, () => wanted.order], readAnew),
    watch(() => wanted.query, () => {
      clearTimeout(typing);
      typing = setTimeout(readAnew, TYPING_MS);
    }),
    // What happened while the connection was away was told to nobody.
    watch(() => store.connection.phase === 'live', (live) => {
      lastSeq = null;
      if (live) {
        list.rows === null || !reader.isThere() ? readAnew() : list.news++;
      }
    }, { immediate: true }),
  ];
  return () => {
    unfollowTopic(TOPIC);
    stops.forEach((stop) => stop());
    clearTimeout(typing);
    clearTimeout(reading);
    reading = 0;
    lastAsked++;
    Object.assign(list, { rows: null, cursor: null, matching: null, news: 0, busy: false, problem: null });
  };
}
