import { h, ref } from '../lib/vue.js';
import { ask } from '../core/dialogs.js';
import { number } from '../core/format.js';
import { t } from '../core/language.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { useCommand } from '../core/use-command.js';
import { icon } from '../shared/icon.js';
import { percent } from './ring-drawing.js';

/** Adds a group, and chooses how many points each group has; a change under way shows how far it is. */
export const RingChanges = {
  setup() {
    const { busy, run } = useCommand();
    const chosen = ref(null);

    const off = () =>
      busy.value || store.connection.phase !== 'live' || store.ring.changing || Boolean(store.kv?.ringWork);

    const newcomer = () => store.ring.outcomes.find(({ added }) => added);

    async function add() {
      const { group, moves, maxOverMean } = newcomer();
      const yes = await ask({
        title: t('ring.addTitle', { group }),
        lines: [t('ring.addWhat', { group, moves: percent(moves) }), after(maxOverMean)],
        confirm: t('ring.add', { group }),
      });
      if (yes) {
        await run(() => command('add-kv-group', {}), (work) => t('ring.begun.add_group', work));
      }
    }

    async function change() {
      const choice = store.ring.choices.find(({ virtualNodes }) => virtualNodes === chosen.value);
      const yes = await ask({
        title: t('ring.nodesTitle', { nodes: choice.virtualNodes }),
        lines: [t('ring.nodesWhat', { moves: percent(choice.moves) }), after(choice.maxOverMean)],
        confirm: t('ring.change'),
      });
      if (yes) {
        await run(
          () => command('change-kv-ring', { virtualNodes: choice.virtualNodes }),
          () => t('ring.begun.virtual_nodes'),
        );
        chosen.value = null;
      }
    }

    return () => {
      const next = newcomer();
      const changed = chosen.value !== null && chosen.value !== store.ring.virtualNodes;
      return h('div', { class: 'ring-changes' }, [
        h('div', { class: 'form-line' }, [
          h('button', {
            type: 'button', class: 'small', 'data-action': 'add-group', disabled: off() || !next, onClick: add,
          }, [icon('plus'), next ? t('ring.add', { group: next.group }) : t('ring.add', { group: '' }).trim()]),
          h('label', { class: 'ring-choice' }, [
            h('span', { class: 'soft' }, t('ring.choose')),
            h('select', {
              name: 'virtual-nodes',
              disabled: off(),
              onChange: (event) => { chosen.value = Number(event.target.value); },
            }, choices(chosen.value ?? store.ring.virtualNodes)),
          ]),
          h('button', {
            type: 'button', class: 'small', 'data-action': 'change-ring', disabled: off() || !changed, onClick: change,
          }, t('ring.change')),
        ]),
        progress(store.kv?.ringWork),
      ]);
    };
  },
};

const after = (ratio) => t('ring.after', { ratio: number(ratio, 2), now: number(store.ring.maxOverMean, 2) });

function choices(selected) {
  const { virtualNodes, maxOverMean, choices: offered } = store.ring;
  const known = offered.some((choice) => choice.virtualNodes === virtualNodes)
    ? offered
    : [{ virtualNodes, maxOverMean, moves: 0 }, ...offered];
  return known.map((choice) => h('option', {
    value: choice.virtualNodes,
    selected: choice.virtualNodes === selected,
  }, t(choice.virtualNodes === virtualNodes ? 'ring.choiceNow' : 'ring.choice', {
    nodes: choice.virtualNodes, ratio: number(choice.maxOverMean, 2), moves: percent(choice.moves),
  })));
}

/** It has its room whether or not there is anything to tell, so that nothing jumps when there is. */
function progress(work) {
  const transfers = store.ring.transfers;
  const moving = store.ring.changing;
  const done = moving ? transfers.filter((one) => one.done).length : work?.done ?? 0;
  const total = moving ? transfers.length : work?.total ?? 0;
  const key = moving ? 'moving' : !work ? null : work.step === 'moving' && total === 0 ? 'waiting' : work.step;
  return h('div', { class: 'ring-progress', role: 'status', 'data-ring-work': work?.kind ?? (moving ? 'moving' : 'none') }, [
    h('progress', {
      max: Math.max(1, total), value: key === 'ending' ? Math.max(1, total) : done, hidden: !key, 'aria-label': t('ring.progress'),
    }),
    h('p', { class: 'soft' }, [
      key ? t(`ring.work.${key}`, { group: work?.group ?? '', done, total }) : t('ring.rests'),
      work?.problem ? ` ${t('ring.work.problem', { problem: work.problem })}` : null,
    ]),
  ]);
}
