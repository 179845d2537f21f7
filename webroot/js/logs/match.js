// Finds what the viewer searches for in a record's parts, without ever making HTML of it. Also run by the worker.

const MOST_RANGES = 100;
const LONGEST_QUESTION = 300;

/**
 * Reads a search as it is typed: plain text, in which upper and lower case are alike, or /a pattern/ with flags.
 *
 * @returns {{kind: 'none'} | {kind: 'text', needle: string} | {kind: 'pattern', source: string, flags: string}
 *   | {kind: 'wrong', why: string}}
 */
export function understand(question) {
  const text = question.slice(0, LONGEST_QUESTION);
  if (!text) {
    return { kind: 'none' };
  }
  const pattern = /^\/(.+)\/(i?)$/s.exec(text);
  if (!pattern) {
    return { kind: 'text', needle: text.toLowerCase() };
  }
  const [, source, flags] = pattern;
  try {
    return { kind: 'pattern', source: new RegExp(source, `${flags}gu`).source, flags: `${flags}gu` };
  } catch (error) {
    return { kind: 'wrong', why: error.message };
  }
}

/** The parts of a record that are searched, in the order in which they are shown. */
export const parts = (record) => [record.source, record.message, ...record.more];

/**
 * @param {string[]} texts the parts of a record
 * @returns {[number, number, number][]} which part, from where and up to where; a hundred at the most
 */
export function ranges(texts, understood) {
  const found = [];
  texts.forEach((text, part) => {
    for (const [from, to] of understood.kind === 'text' ? plain(text, understood.needle) : patterned(text, understood)) {
      if (found.length < MOST_RANGES) {
        found.push([part, from, to]);
      }
    }
  });
  return found;
}

function* plain(text, needle) {
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, at + needle.length)) {
    yield [at, at + needle.length];
  }
}

function* patterned(text, { source, flags }) {
  for (const match of text.matchAll(new RegExp(source, flags))) {
    if (match[0].length > 0) {
      yield [match.index, match.index + match[0].length];
    }
  }
}
