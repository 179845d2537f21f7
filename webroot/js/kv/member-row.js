import { h } from '../lib/vue.js';
import { bytes, number, span } from '../core/format.js';
import { t, word } from '../core/language.js';
import { icon } from '../shared/icon.js';
import { measured } from '../shared/measured.js';
import { ProcessActions, underWay } from './process-actions.js';

const SIGNS = { primary: 'crown', standby: 'server', catching_up: 'history', waiting: 'question', silent: 'pause', down: 'close' };
const TONES = { primary: 'lead', catching_up: 'warn', waiting: 'warn', silent: 'warn', down: 'bad' };

/** One member of a group: what it is, how far its log is, and what can be done to it. */
export const MemberRow = {
  props: {
    member: { type: Object, required: true },
    mayAct: { type: Boolean, required: true },
  },
  setup: (props) => () => {
    const { member, mayAct } = props;
    const doing = underWay(member.id);
    return h('li', {
      class: ['member', member.role],
      'data-member': member.id,
      'data-role': member.role,
      'data-process': member.process,
      'aria-label': t('member.of', { member: member.id, role: word('member.role', member.role) }),
    }, [
      h('div', { class: 'member-head' }, [
        h('strong', { class: 'mono' }, member.id),
        h('span', { class: ['chip', TONES[member.role]] }, [icon(SIGNS[member.role]), word('member.role', member.role)]),
        h('span', { class: ['chip', member.inSync ? 'good' : 'warn'] }, t(member.inSync ? 'member.inSync' : 'member.notInSync')),
        member.process === 'paused' ? h('span', { class: 'chip warn' }, t('member.paused')) : null,
        h('span', { class: 'soft', role: 'status' }, doing),
        h('span', { class: 'spacer' }),
        h('span', { class: 'soft mono member-where' }, member.address),
      ]),
      figures(member),
      member.readOnly ? h('p', { class: 'remark warn' }, t('member.readOnly', { why: member.readOnly })) : null,
      mayAct ? h(ProcessActions, { process: member.id, state: member.process, locked: doing !== '' }) : null,
    ]);
  },
};

function figures(member) {
  const cell = (field, text, more) => h('div', { class: ['figure', text === '–' && 'absent'], 'data-figure': field }, [
    h('dt', t(`member.${field}`)),
    h('dd', measured(text, member.reading ?? undefined, { more: () => (member.reading ? more : t('member.never')) })),
  ]);
  return h('dl', { class: 'figures member-figures' }, [
    cell('lag', lag(member), t('member.lagWhy')),
    cell('position', number(member.position, 0), t('member.positionWhy', { committed: number(member.committed, 0) })),
    cell('log', bytes(member.logBytes), t('member.logWhy', { live: bytes(member.liveBytes), compactions: number(member.compactions, 0) })),
    cell('batch', number(member.writesPerSync, 1), t('member.batchWhy')),
  ]);
}

function lag({ lag: records, lagMs }) {
  if (records === null) {
    return '–';
  }
  return records === 0
    ? t('member.lagNone')
    : [t('member.lagOf', { count: number(records, 0) }), lagMs > 0 ? t('member.lagSince', { span: span(lagMs) }) : '']
      .filter(Boolean).join(' ');
}
