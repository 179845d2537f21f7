import { h } from '../lib/vue.js';
import { nodeControl } from '../control.js';
import { ask } from '../dialogs.js';
import { span } from '../format.js';
import { t } from '../language.js';
import { command } from '../session.js';
import { store } from '../store.js';
import { useCommand } from '../use-command.js';
import { icon } from './icon.js';

const CONTROL_LIMIT_MS = 45_000;
const LONGEST_REASON = 500;

/** The buttons of one node. */
export const NodeActions = {
  props: { node: { type: Object, required: true } },
  setup(props) {
    const { busy, run } = useCommand();

    async function drain() {
      const node = props.node.id;
      const answer = await ask({
        title: t('drain.title', { node }),
        lines: [t('drain.what')],
        fields: [{ name: 'reason', label: t('drain.reason'), maxlength: LONGEST_REASON }],
        confirm: t('node.drain'),
      });
      if (answer) {
        await run(() => command('drain', { node, reason: answer.reason || null }), () => t('done.drain', { node }));
      }
    }

    function undrain() {
      const node = props.node.id;
      return run(() => command('undrain', { node }), () => t('done.undrain', { node }));
    }

    async function control(act) {
      const node = props.node.id;
      if (act !== 'start' && !(await confirmed(act, props.node))) {
        return;
      }
      await run(
        () => command(`${act}-node`, { node }, CONTROL_LIMIT_MS),
        (answer) => t(`done.${act}`, { node, span: span(answer.durationMs) }),
      );
    }

    function button(symbol, key, onClick, extra = {}) {
      const label = t(`node.${key}`);
      return h('button', {
        type: 'button',
        class: 'small',
        disabled: busy.value || store.connection.phase !== 'live',
        'aria-label': t('node.actionOn', { action: label, node: props.node.id }),
        'data-action': key,
        onClick,
        ...extra,
      }, [icon(symbol), label]);
    }

    return () => {
      const runs = props.node.health !== 'down';
      return h('div', { class: ['node-actions', busy.value && 'busy'] }, [
        props.node.drained ? button('undrain', 'undrain', undrain) : button('drain', 'drain', drain),
        nodeControl.allowed && !runs ? button('play', 'start', () => control('start')) : null,
        nodeControl.allowed && runs ? button('stop', 'stop', () => control('stop'), { class: 'small danger' }) : null,
        nodeControl.allowed && runs ? button('restart', 'restart', () => control('restart')) : null,
      ]);
    };
  },
};

/** Asks with what it would mean for the quorum, as far as the newest state tells. */
function confirmed(act, { id: node, role, voter }) {
  const { quorum } = store.ensemble;
  const counts = voter && (role === 'leader' || role === 'follower' || role === 'standalone');
  const deadly = counts && quorum.tolerates === 0;
  return ask({
    title: t(`${act}.title`, { node }),
    lines: [
      role === 'leader' && !deadly ? t('act.leader') : '',
      deadly ? t('act.losesQuorum') : counts ? t('act.lastSpare', { left: quorum.tolerates - 1 }) : '',
    ].filter(Boolean),
    confirm: t(`node.${act}`),
    danger: true,
  });
}
