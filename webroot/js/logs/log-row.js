import { h } from '../lib/vue.js';
import { fullMoment } from '../core/format.js';
import { t, word } from '../core/language.js';
import { AROUND_MS } from './moment.js';
import { parts } from './match.js';

const TONES = { ERROR: 'bad', FATAL: 'bad', WARN: 'warn' };
const NODE_COLOURS = 6;

const two = (value, digits = 2) => String(value).padStart(digits, '0');

/** The time in the viewer's zone to the millisecond, with the day where it is another one. */
export function clock(at) {
  const date = new Date(at);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${two(date.getMilliseconds(), 3)}`;
  const today = date.toDateString() === new Date().toDateString();
  return today ? time : `${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`;
}

/** A part of a line, in which what was searched for stands in marks of its own; it is text throughout. */
function marked(text, part, ranges) {
  const own = ranges.filter((range) => range[0] === part);
  if (own.length === 0) {
    return text;
  }
  const pieces = [];
  let end = 0;
  for (const [, from, to] of own) {
    pieces.push(text.slice(end, from), h('mark', text.slice(from, to)));
    end = to;
  }
  return [...pieces, text.slice(end)];
}

/**
 * @param {object} record of the log
 * @param {{nodes: string[], ranges: number[][], current: boolean, at: number | null}} view nodes: all, in their order;
 *   ranges: what was found in it; current: whether the search stands on it; at: the moment that is looked at
 */
export function logRow(record, { nodes, ranges, current, at }) {
  if (record.isMark) {
    return h('div', { class: 'log-moment', 'data-moment': '' }, h('span', t('logs.mark', { at: fullMoment(at) })));
  }
  const [source, message, ...more] = parts(record);
  const tone = TONES[record.level] ?? '';
  const near = at !== null && Math.abs(record.at - at) <= AROUND_MS;
  const iso = new Date(record.at).toISOString();
  return h('div', {
    class: ['log-entry', tone, near && 'near', current && 'current'],
    'data-log-node': record.node,
    'data-level': record.level ?? '',
    'data-near': near || null,
    'data-current': current || null,
  }, [
    h('time', { class: 'soft', datetime: iso, title: `${fullMoment(record.at)}${record.thread ? ` · ${record.thread}` : ''}` }, clock(record.at)),
    h('span', { class: ['log-node', `node-colour-${nodes.indexOf(record.node) % NODE_COLOURS + 1}`] }, record.node),
    h('span', { class: ['log-level', tone] }, record.level ? word('level', record.level) : '·'),
    h('span', { class: 'log-text' }, [
      source ? [h('span', { class: 'log-source' }, marked(source, 0, ranges)), ' '] : null,
      marked(message, 1, ranges),
      more.map((line, index) => h('span', { class: 'log-more' }, ['\n', marked(line, index + 2, ranges)])),
    ]),
  ]);
}

/** The lines as they can be pasted elsewhere: with the server in front of each. */
export function plainText(records) {
  return records.map((record) => [record.text, ...record.more].map((line) => `${record.node} ${line}`).join('\n')).join('\n');
}
