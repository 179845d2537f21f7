// Looks texts up in the language that the viewer chose. What renders with it renders anew when the choice changes.
import { preferences } from './preferences.js';
import { allowedInChinese } from '../texts/allowed.js';
import { auditTexts } from '../texts/audit.js';
import { commonTexts } from '../texts/common.js';
import { filesTexts } from '../texts/files.js';
import { kvTexts } from '../texts/kv.js';
import { logsTexts } from '../texts/logs.js';
import { metricsTexts } from '../texts/metrics.js';
import { operationsTexts } from '../texts/operations.js';
import { overviewTexts } from '../texts/overview.js';
import { recordTexts } from '../texts/records.js';
import { whyTexts } from '../texts/why.js';
import { workloadTexts } from '../texts/workload.js';

const all = {
  ...commonTexts,
  ...recordTexts,
  ...auditTexts,
  ...overviewTexts,
  ...workloadTexts,
  ...filesTexts,
  ...operationsTexts,
  ...logsTexts,
  ...kvTexts,
  ...metricsTexts,
  ...whyTexts,
};

/** Adds the texts of a part that is fetched only when it is wanted; to be called before it is drawn. */
export function addTexts(texts) {
  Object.assign(all, texts);
}

const isHan = (character) => /\p{Script=Han}/u.test(character ?? '');
const isLatin = (character) => /[A-Za-z0-9]/.test(character ?? '');

/**
 * Two pieces of Chinese as one. It has a blank between its own characters and letters or digits, and none between two of
 * its own; a text cannot know which of them a value begins or ends with.
 */
function joint(before, next) {
  if (before.endsWith(' ') && isHan(before.at(-2)) && isHan(next[0])) {
    return before.slice(0, -1) + next;
  }
  if (next.startsWith(' ') && isHan(before.at(-1)) && isHan(next[1])) {
    return before + next.slice(1);
  }
  const meet = (isHan(before.at(-1)) && isLatin(next[0])) || (isLatin(before.at(-1)) && isHan(next[0]));
  return meet ? `${before} ${next}` : before + next;
}

const PIECES = /\{(\w+)(?::([^|{}]*)\|([^{}]*))?\}/g;

const taken = new Map();

/** A text taken apart, once: what stands in it as it is, and its placeholders. */
function piecesOf(text) {
  if (!taken.has(text)) {
    const pieces = [];
    let from = 0;
    for (const { 0: placeholder, 1: name, 2: one, 3: many, index } of text.matchAll(PIECES)) {
      pieces.push(text.slice(from, index), { placeholder, name, one, many });
      from = index + placeholder.length;
    }
    taken.set(text, [...pieces, text.slice(from)].filter(Boolean));
  }
  return taken.get(text);
}

/** `{count}` is the value; `{count:file|files}` is the word for one, or for any other number. */
function fill(piece, values) {
  if (typeof piece === 'string') {
    return piece;
  }
  const value = values[piece.name];
  return String(piece.one === undefined ? value ?? piece.placeholder : String(value) === '1' ? piece.one : piece.many);
}

/**
 * The text of a key.
 *
 * @param {Record<string, string | number>} [values] for its {placeholders} and {count:word|words}
 */
export function t(key, values = {}) {
  const pair = all[key];
  if (!pair) {
    throw new Error(`there is no text ${key}`);
  }
  const chinese = preferences.language === 'zh';
  const text = pair[chinese ? 1 : 0];
  if (!text.includes('{')) {
    return text;
  }
  const pieces = piecesOf(text).map((piece) => fill(piece, values));
  return chinese ? pieces.filter(Boolean).reduce(joint, '') : pieces.join('');
}

/** The text for a code of the server's vocabulary, or the code itself where the server is newer than this page. */
export function word(family, code) {
  const key = `${family}.${code}`;
  return all[key] ? t(key) : String(code).replaceAll('_', ' ');
}

/** What would have been accepted, as the viewer reads it. */
export const allowedText = (allowed) => (preferences.language === 'zh' ? allowedInChinese(allowed) : allowed);

/** A problem as the viewer reads it: what went wrong and, where it is known, what would have been accepted. */
export function problemText(problem) {
  const known = all[`problem.${problem.code}`];
  return {
    text: known ? t(`problem.${problem.code}`) : problem.detail || t('problem.other', { status: problem.status }),
    hint: problem.allowed ? t('problem.allowed', { allowed: allowedText(problem.allowed) }) : null,
  };
}
