// The log lines in memory: those of all servers in one list by time, of which only the newest are kept.
import { parseLine } from './log-line.js';

/** The lines that one record may go on for; a longer stack trace is cut off. */
const MOST_FURTHER_LINES = 200;
const QUARTER_MS = 15 * 60_000;
/** The longest that a line may have been on its way for its time to tell the server's zone. */
const PROMPT_MS = 2 * 60_000;

let lastKey = 0;

const byTime = (a, b) => a.at - b.at;

/** How far the viewer's clock was ahead of UTC at that time, ms. */
export const ownZone = (wallMs) => -new Date(wallMs).getTimezoneOffset() * 60_000;

/**
 * A record of a log: a line and those that go on with it. It is never changed, only replaced.
 *
 * @typedef {{key: number, node: string, at: number, wallMs: number | null, zoneMs: number | null, level: string | null,
 *   thread: string, source: string, message: string, text: string, more: string[]}} LogRecord at: ms since 1970
 */
export class LogBook {
  /** @type {LogRecord[]} by time; a new list at each change */
  records = [];
  /** How many records were dropped to make room. */
  dropped = 0;
  #limit;
  #guessZone;
  #zones = new Map();
  #newest = new Map();

  /**
   * @param {number} limit how many records are kept
   * @param {(wallMs: number) => number} guessZone how far a server's clock is ahead of UTC, ms, as long as no line tells
   */
  constructor(limit, guessZone = ownZone) {
    this.#limit = limit;
    this.#guessZone = guessZone;
  }

  /**
   * Adds lines in the order in which they came.
   *
   * @param {{node: string, line: string, at: string | null}[]} lines at: when the server's line was handed on
   */
  append(lines) {
    const replaced = new Map();
    const added = [];
    for (const { node, line, at } of lines) {
      this.#add(node, line, at && Date.parse(at), added, replaced);
    }
    const kept = replaced.size === 0 ? this.records : this.records.map((record) => replaced.get(record.key) ?? record);
    this.#keep(kept, added.map((record) => replaced.get(record.key) ?? record));
  }

  /** Puts the end of a server's log in the place of what is known of that time. */
  replaceEnd(node, texts) {
    const known = new Map(this.records.filter((record) => record.node === node).map((record) => [record.text, record.key]));
    this.#newest.delete(node);
    const added = [];
    const replaced = new Map();
    texts.forEach((text) => this.#add(node, text, null, added, replaced));
    // What is left of a record that began before the end of the log is as old as the line behind it.
    const firstAt = added.find(({ at }) => !Number.isNaN(at))?.at ?? Date.now();
    const end = added.map((record) => {
      const whole = replaced.get(record.key) ?? record;
      return { ...whole, at: Number.isNaN(whole.at) ? firstAt : whole.at, key: known.get(whole.text) ?? whole.key };
    });
    const begins = end[0]?.at ?? Infinity;
    const distinct = unique(end);
    this.#keep(this.records.filter((record) => record.node !== node || record.at < begins), distinct);
    if (distinct.length > 0) {
      this.#newest.set(node, distinct.at(-1));
    }
  }

  /** Forgets all lines. */
  clear() {
    this.records = [];
    this.dropped = 0;
    this.#newest.clear();
  }

  #add(node, text, came, added, replaced) {
    const line = parseLine(text);
    const last = this.#newest.get(node);
    if (!line && last) {
      const more = last.more.length < MOST_FURTHER_LINES ? [...last.more, text] : last.more;
      const longer = { ...last, more };
      replaced.set(longer.key, longer);
      this.#newest.set(node, longer);
      return;
    }
    if (line && came) {
      this.#learnZone(node, line, came);
    }
    const record = line
      ? { ...line, at: this.#time(node, line) }
      : { wallMs: null, zoneMs: null, level: null, thread: '', source: '', message: text, at: came || NaN };
    const whole = { ...record, key: ++lastKey, node, text, more: [] };
    this.#newest.set(node, whole);
    added.push(whole);
  }

  #time(node, { wallMs, zoneMs }) {
    return wallMs - (zoneMs ?? this.#zones.get(node) ?? this.#guessZone(wallMs));
  }

  /** A line that has just been written tells by how much its server's clock is off from UTC, to the quarter hour. */
  #learnZone(node, line, came) {
    const zone = Math.round((line.wallMs - came) / QUARTER_MS) * QUARTER_MS;
    if (line.zoneMs !== null || this.#zones.get(node) === zone || Math.abs(line.wallMs - came - zone) > PROMPT_MS) {
      return;
    }
    this.#zones.set(node, zone);
    this.records = this.records.map((record) => (record.node === node && record.wallMs !== null
      ? { ...record, at: this.#time(node, record) } : record)).sort(byTime);
  }

  /** Equal times stay in the order in which they came. */
  #keep(kept, added) {
    // Both are by time already or nearly so, and what is added is mostly newer than all the rest, which need not be sorted.
    const least = added.reduce((first, { at }) => Math.min(first, at), Infinity);
    let cut = kept.length;
    while (cut > 0 && kept[cut - 1].at > least) {
      cut--;
    }
    const records = [...kept.slice(0, cut), ...[...kept.slice(cut), ...added].sort(byTime)];
    const excess = Math.max(0, records.length - this.#limit);
    this.dropped += excess;
    this.records = excess > 0 ? records.slice(excess) : records;
  }
}

/** Two lines of the same text would have been given the same key. */
function unique(records) {
  const seen = new Set();
  return records.map((record) => {
    const key = seen.has(record.key) ? ++lastKey : record.key;
    seen.add(key);
    return key === record.key ? record : { ...record, key };
  });
}
