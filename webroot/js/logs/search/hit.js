import { h, ref } from '../../lib/vue.js';
import { rest } from '../../core/rest.js';
import { Problem } from '../../core/problem.js';
import { fullMoment, number } from '../../core/format.js';
import { problemText, t, word } from '../../core/language.js';
import { momentLinks } from '../../shared/moment-links.js';
import { clock } from '../log-row.js';

const TONES = { error: 'bad', fatal: 'bad', warn: 'warn' };
const AHEAD_MS = 5 * 60_000;
/** Of a longer entry, such as a stack trace, only its beginning is shown at first. */
const LINES_AT_FIRST = 6;

/** A message with marks around what was looked for; it is text throughout. */
function marked(message, highlights) {
  const pieces = [];
  let end = 0;
  for (const { start, end: stop } of highlights) {
    pieces.push(message.slice(end, start), h('mark', message.slice(start, stop)));
    end = stop;
  }
  return [...pieces, message.slice(end)];
}

/** Where the lines end that are shown at first, or the whole length. */
function firstEnd(message) {
  let end = -1;
  for (let line = 0; line < LINES_AT_FIRST; line++) {
    end = message.indexOf('\n', end + 1);
    if (end < 0) {
      return message.length;
    }
  }
  return end;
}

function text({ message, highlights }, whole) {
  const end = whole ? message.length : firstEnd(message);
  return marked(message.slice(0, end), highlights.filter((range) => range.end <= end));
}

function line(hit, current, whole = false) {
  const tone = TONES[hit.level] ?? '';
  const at = Date.parse(hit.at);
  const doubt = !hit.timeKnown ? 'search.noTime' : at > Date.now() + AHEAD_MS ? 'search.ahead' : null;
  return h('div', { class: ['log-entry', tone, current && 'current'], 'data-current': current || null }, [
    h('time', { class: 'soft', datetime: hit.at, title: `${fullMoment(at)} · ${hit.source}` }, clock(at)),
    h('span', { class: 'log-node' }, hit.node),
    h('span', { class: ['log-level', tone] }, hit.level === 'unknown' ? '·' : word('level', hit.level.toUpperCase())),
    h('span', { class: 'log-text' }, [
      doubt ? [h('span', { class: 'chip warn' }, t(doubt)), ' '] : null,
      hit.logger ? [h('span', { class: 'log-source', title: hit.thread }, hit.logger), ' '] : null,
      text(hit, whole),
      hit.cut > 0 ? [' ', h('span', { class: 'chip warn', 'data-cut': hit.cut }, t('search.cut', { count: number(hit.cut, 0) }))] : null,
    ]),
  ]);
}

/** An entry that was found, with what the same server wrote around it on request. */
export const Hit = {
  props: { hit: { type: Object, required: true } },
  setup(props) {
    const context = ref(null);
    const problem = ref(null);
    const busy = ref(false);
    const whole = ref(false);

    async function toggle() {
      if (context.value) {
        context.value = null;
        return;
      }
      busy.value = true;
      problem.value = null;
      try {
        context.value = await rest('GET', `/api/logs/${encodeURIComponent(props.hit.id)}/context`);
      } catch (failure) {
        if (!(failure instanceof Problem)) {
          throw failure;
        }
        problem.value = failure;
      }
      busy.value = false;
    }

    function around() {
      const { hits, position } = context.value;
      return h('div', { class: 'log-context', 'data-context': hits.length },
        hits.map((hit, index) => h('div', { key: hit.id }, line(index === position ? props.hit : hit, index === position, index === position))));
    }

    return () => h('li', { class: 'log-hit', 'data-hit': props.hit.id, 'data-log-node': props.hit.node, 'data-level': props.hit.level }, [
      context.value ? around() : line(props.hit, false, whole.value),
      h('div', { class: 'log-hit-ways' }, [
        h('button', {
          type: 'button', class: 'small quiet', 'aria-expanded': context.value !== null, disabled: busy.value,
          'data-action': 'context', onClick: toggle,
        }, t(context.value ? 'search.less' : 'search.context')),
        firstEnd(props.hit.message) === props.hit.message.length || context.value ? null : h('button', {
          type: 'button', class: 'small quiet', 'aria-expanded': whole.value, 'data-action': 'whole',
          onClick: () => { whole.value = !whole.value; },
        }, t(whole.value ? 'search.shorter' : 'search.whole', { count: number(props.hit.message.split('\n').length, 0) })),
        momentLinks(props.hit.at, props.hit.service === 'zookeeper' ? props.hit.node : null, { compact: true }),
      ]),
      problem.value ? h('p', { class: 'remark warn', role: 'alert' }, problemText(problem.value).text) : null,
    ]);
  },
};
