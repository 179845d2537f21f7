import { h } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { age, duration, fullMoment, moment, sentence } from '../core/format.js';
import { t, word } from '../core/language.js';
import { showWhy } from '../core/why.js';
import { icon } from '../shared/icon.js';
import { momentLinks } from '../shared/moment-links.js';
import { tip } from '../shared/tip.js';

const ELECTION_TONES = {
  stopped: 'bad',
  hung: 'bad',
  quorum_lost: 'bad',
  started: 'good',
  quorum_regained: 'good',
  leader_changed: 'lead',
  drained: 'warn',
  election_begun: 'warn',
  election_won: 'lead',
  leadership_given_up: 'bad',
  session_expired: 'warn',
  slow_disk: 'warn',
  connection_storm: 'warn',
};
const STATUS_TONES = { ok: 'good', done: 'good', running: 'busy', failed: 'bad', refused: 'warn', interrupted: 'warn' };
const SYMBOLS = { election: 'crown', operation: 'tasks', plan: 'route', migration: 'arrow' };

/** One thing that happened: what, how it went, why, and the way to its moment. */
export const FeedRow = {
  props: { row: { type: Object, required: true } },
  setup: (props) => () => {
    const { row } = props;
    const { text, tone, chip, node, why, lines } = TELLERS[row.kind](row);
    return h('div', { class: ['feed-row', tone] }, [
      h('span', { class: 'feed-sign', title: t(`feed.kind.${row.kind}`) }, [
        icon(SYMBOLS[row.kind]),
        h('span', { class: 'unseen' }, t(`feed.kind.${row.kind}`)),
      ]),
      h('span', { class: 'feed-text', title: text }, text),
      chip ? h('span', { class: ['chip', chip.tone] }, chip.text) : null,
      h('span', { class: 'feed-ways' }, [
        why ? h('button', {
          type: 'button',
          class: 'small quiet',
          'data-action': 'why',
          'aria-label': t('feed.whyOf', { what: text }),
          onClick: () => showWhy(why),
        }, [icon('question'), t('next.why')]) : null,
        momentLinks(row.at, node, { compact: true, lines }),
      ]),
      h(Moment, { at: row.at }),
    ]);
  },
};

/** Ticks by itself, so that the row around it need not be drawn anew each second. */
const Moment = {
  props: { at: { type: String, required: true } },
  setup: (props) => () =>
    h('time', { class: 'feed-when', datetime: props.at, ...tip(() => [fullMoment(props.at)], false) }, [
      h('span', age(ageMs(props.at))),
      h('span', { class: 'soft' }, moment(props.at)),
    ]),
};

const TELLERS = {
  election: ({ record }) => ({
    text: sentence(record, 'message'),
    tone: ELECTION_TONES[record.kind],
    node: record.node ?? null,
    lines: record.lines,
  }),
  operation: ({ record }) => {
    const { action, node, actor, status, details, durationMs } = record;
    const note = details?.name ?? details?.reason;
    return {
      text: [
        [word('action', action), node].filter(Boolean).join(' '),
        t('by', { actor }),
        typeof note === 'string' ? note : null,
        durationMs === null ? null : t('operations.took', { span: duration(durationMs) }),
      ].filter(Boolean).join(' · '),
      tone: status === 'failed' ? 'bad' : '',
      chip: { tone: STATUS_TONES[status] ?? '', text: word('status', status) },
      node,
      why: { kind: 'operation', id: record.id },
    };
  },
  plan: ({ record }) => ({
    text: sentence(record, 'message'),
    tone: record.shouldMigrate ? 'busy' : '',
    chip: { tone: '', text: word('reason', record.reason) },
    node: record.sourceNode,
    why: { kind: 'decision', id: record.id },
  }),
  migration: ({ record, operation }) => ({
    text: t('feed.migration', record),
    tone: record.step === 'failed' ? 'bad' : '',
    chip: { tone: STATUS_TONES[record.step] ?? 'busy', text: word('step', record.step) },
    node: record.to,
    why: operation && { kind: 'operation', id: operation.id },
  }),
};
