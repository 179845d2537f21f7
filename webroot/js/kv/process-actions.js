import { h } from '../lib/vue.js';
import { span } from '../core/format.js';
import { t } from '../core/language.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { useCommand } from '../core/use-command.js';
import { icon } from '../shared/icon.js';
import { tip } from '../shared/tip.js';
import { confirmProcess } from './confirm-process.js';

const LIMIT_MS = 60_000;

/** The buttons of one process: what fits how it is. */
export const ProcessActions = {
  props: {
    process: { type: String, required: true },
    /** running, paused or stopped. */
    state: { type: String, required: true },
    /** Whether something is being done to it, by whomever. */
    locked: { type: Boolean, required: true },
  },
  setup(props) {
    const { busy, run } = useCommand();

    async function control(verb, act) {
      const { process } = props;
      if (await confirmProcess(act, process, run)) {
        await run(
          () => command(verb, { process }, LIMIT_MS),
          (answer) => t(`done.${act}`, { node: process, span: span(answer.durationMs) }),
        );
      }
    }

    /** @param {string} verb the command's, such as `kill-kv` */
    function button(symbol, verb, tone = '') {
      const act = verb.replace('-kv', '');
      const label = t(`proc.${act}`);
      return h('button', {
        type: 'button',
        class: ['small', tone],
        disabled: busy.value || props.locked || store.connection.phase !== 'live',
        'aria-label': t('proc.actionOn', { action: label, process: props.process }),
        'data-action': verb,
        onClick: () => control(verb, act),
        ...tip(() => [t(`proc.${act}.what`)], false),
      }, [icon(symbol), label]);
    }

    const buttons = () =>
      props.state === 'stopped' ? [button('play', 'start-kv', 'primary')]
      : props.state === 'paused' ? [button('play', 'resume-kv', 'primary'), button('kill', 'kill-kv', 'danger')]
      : [
        button('kill', 'kill-kv', 'danger'),
        button('pause', 'pause-kv'),
        button('restart', 'restart-kv'),
        button('stop', 'stop-kv', 'danger'),
      ];

    return () => h('div', {
      class: ['process-actions', busy.value && 'busy'],
      role: 'group',
      'aria-label': t('proc.actions', { process: props.process }),
    }, buttons());
  },
};

/** What is being done to a process, in words, or an empty text. */
export function underWay(process) {
  const one = store.kv.busy.find((busy) => busy.process === process);
  return one ? t(`proc.busy.${one.action}`) : '';
}
