import { h } from '../lib/vue.js';
import { RouterLink } from '../lib/router.js';
import { span } from '../core/format.js';
import { t } from '../core/language.js';
import { showLog } from '../logs/log-tail.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { useCommand } from '../core/use-command.js';
import { icon } from '../shared/icon.js';
import { tip } from '../shared/tip.js';
import { confirmControl, confirmDrain, confirmReturn, confirmUndrain } from './confirm-action.js';

/** As long as the server itself waits: a command of the operator's own may take two minutes each way. */
const CONTROL_LIMIT_MS = 250_000;
const TAKE_AWAY = ['stop', 'restart', 'kill', 'pause'];

/** The buttons of one node: what runs and ends the server, then what concerns its files, then its log. */
export const NodeActions = {
  props: {
    node: { type: String, required: true },
    health: { type: String, required: true },
    drained: { type: Boolean, required: true },
    /** Whether something is being done to the server, by whomever. */
    locked: { type: Boolean, required: true },
  },
  setup(props) {
    const { busy, run } = useCommand();

    async function drain() {
      const { node } = props;
      const answer = await confirmDrain(node);
      if (answer) {
        await run(() => command('drain', { node, reason: answer.reason || null }), () => t('done.drain', { node }));
      }
    }

    async function undrain() {
      const { node } = props;
      if (await confirmUndrain(node)) {
        await run(() => command('undrain', { node }), () => t('done.undrain', { node }));
      }
    }

    async function control(act) {
      const { node } = props;
      const order = await (TAKE_AWAY.includes(act) ? confirmControl(act, node, run) : confirmReturn(act, node));
      if (order) {
        await run(
          () => command(`${act}-node`, order, CONTROL_LIMIT_MS),
          (answer) => t(`done.${act}`, { node, span: span(answer.durationMs) }),
        );
      }
    }

    function button(symbol, key, onClick, { tone = '', disabled = false } = {}) {
      const label = t(`node.${key}`);
      return h('button', {
        type: 'button',
        class: ['small', tone],
        disabled: disabled || store.connection.phase !== 'live',
        'aria-label': t('node.actionOn', { action: label, node: props.node }),
        'data-action': key,
        onClick,
        ...tip(() => [t(`${key}.what`)], false),
      }, [icon(symbol), label]);
    }

    const may = (act) => Boolean(store.control?.actions.includes(`node_${act}`));

    function power(disabled) {
      const runs = props.health !== 'down';
      const hung = props.health === 'hung';
      const act = (symbol, key, tone) => may(key) ? button(symbol, key, () => control(key), { tone, disabled }) : null;
      return [
        runs ? null : act('play', 'start', 'primary'),
        hung ? act('play', 'resume', 'primary') : null,
        runs ? act('restart', 'restart') : null,
        runs ? act('stop', 'stop', 'danger') : null,
        runs && !hung ? act('pause', 'pause') : null,
        runs ? act('kill', 'kill', 'danger') : null,
      ].filter(Boolean);
    }

    const logs = () => [
      store.control?.allowed ? button('log', 'log', () => showLog(props.node)) : null,
      h(RouterLink, {
        to: { name: 'logs', query: { node: props.node } },
        class: 'node-logs',
        'data-link': 'logs',
        'aria-label': t('node.logsOf', { node: props.node }),
      }, () => t('node.logs')),
    ];

    return () => {
      const disabled = busy.value || props.locked;
      return h('div', {
        class: ['node-actions', disabled && 'busy'],
        role: 'group',
        'aria-label': t('node.actions', { node: props.node }),
      }, [
        group(power(disabled)),
        group([props.drained
          ? button('undrain', 'undrain', undrain, { tone: 'primary', disabled })
          : button('drain', 'drain', drain, { disabled })]),
        h('span', { class: 'button-group look' }, logs()),
      ]);
    };
  },
};

const group = (buttons) => buttons.length ? h('span', { class: 'button-group' }, buttons) : null;
