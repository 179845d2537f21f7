import { h } from '../lib/vue.js';
import { ask } from '../core/dialogs.js';
import { number, sentence } from '../core/format.js';
import { t, word } from '../core/language.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { useCommand } from '../core/use-command.js';
import { icon } from '../shared/icon.js';
import { measured } from '../shared/measured.js';
import { tip } from '../shared/tip.js';
import { toneOf } from './group-colour.js';
import { MemberRow } from './member-row.js';
import { percent } from './ring-drawing.js';

const TONES = { available: 'good', last_copy: 'warn', silent_primary: 'warn', starting: 'busy', no_primary: 'bad' };

/** One group: whether it can be used and why not, its figures, and its members. */
export const GroupCard = {
  props: {
    group: { type: Object, required: true },
    mayAct: { type: Boolean, required: true },
  },
  setup(props) {
    const { busy, run } = useCommand();
    const leaving = () => store.ring?.outcomes.find(({ group, added }) => !added && group === props.group.name);

    async function remove() {
      const { group, moves, maxOverMean } = leaving();
      const yes = await ask({
        title: t('ring.removeTitle', { group }),
        lines: [
          t('ring.removeWhat', { group, moves: percent(moves) }),
          t('ring.after', { ratio: number(maxOverMean, 2), now: number(store.ring.maxOverMean, 2) }),
        ],
        confirm: t('ring.removeOf', { group }),
        danger: true,
      });
      if (yes) {
        await run(() => command('remove-kv-group', { group }), (work) => t('ring.begun.remove_group', work));
      }
    }

    return () => {
      const { group, mayAct } = props;
      const names = store.kv.groups.map(({ name }) => name);
      return h('li', {
        class: ['panel', 'group', toneOf(group.name, names), group.condition],
        'data-group': group.name,
        'data-condition': group.condition,
      }, [
        h('header', { class: 'group-head' }, [
          h('span', { class: 'swatch-tone', 'aria-hidden': 'true' }),
          h('h3', group.name),
          h('span', { class: ['chip', TONES[group.condition]] }, word('condition', group.condition)),
          h('span', { class: 'spacer' }),
          mayAct ? h('button', {
            type: 'button',
            class: 'small danger',
            disabled: busy.value || store.connection.phase !== 'live' || !leaving() || Boolean(store.kv.ringWork),
            'aria-label': t('ring.removeOf', { group: group.name }),
            'data-action': 'remove-group',
            onClick: remove,
            ...tip(() => [t('ring.removeOf', { group: group.name })], false),
          }, [icon('trash'), t('ring.remove')]) : null,
        ]),
        h('p', { class: 'group-reason' }, sentence(group, 'reason')),
        figures(group),
        h('ul', { class: 'members' }, group.members.map((member) => h(MemberRow, { key: member.id, member, mayAct }))),
      ]);
    };
  },
};

function figures(group) {
  const cell = (field, text, more) => h('div', { class: ['figure', text === '–' && 'absent'], 'data-figure': field }, [
    h('dt', t(`group.${field}`)),
    h('dd', measured(text, group.reading ?? undefined, { more: () => more ?? null })),
  ]);
  return h('dl', { class: 'figures' }, [
    cell('keys', number(group.keys, 0)),
    cell('puts', number(group.putsPerS, 1), t('group.rateWhy')),
    cell('gets', number(group.getsPerS, 1), t('group.rateWhy')),
    cell('share', group.share === null ? '–' : percent(group.share)),
    cell('inSync', t('group.inSyncOf', { count: group.inSync.length, members: group.members.length }),
      t('group.inSyncWhy', { members: group.inSync.join(', ') || '–' })),
    cell('epoch', group.epoch === 0 ? '–' : number(group.epoch, 0), t('group.epochWhy')),
  ]);
}
