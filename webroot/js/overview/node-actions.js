import { h } from '../lib/vue.js';
import { ask } from '../core/dialogs.js';
import { sentence, span } from '../core/format.js';
import { t } from '../core/language.js';
import { showLog } from '../logs/log-tail.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { useCommand } from '../core/use-command.js';
import { icon } from '../shared/icon.js';

/** As long as the server itself waits: a command of the operator's own may take two minutes each way. */
const CONTROL_LIMIT_MS = 250_000;
const LONGEST_REASON = 500;
const TAKE_AWAY = ['stop', 'restart', 'kill', 'pause'];

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
      const order = TAKE_AWAY.includes(act) ? await confirmed(act, node, run) : { node };
      if (order) {
        await run(
          () => command(`${act}-node`, order, CONTROL_LIMIT_MS),
          (answer) => t(`done.${act}`, { node, span: span(answer.durationMs) }),
        );
      }
    }

    function button(symbol, key, onClick, extra = {}) {
      const label = t(`node.${key}`);
      return h('button', {
        type: 'button',
        class: 'small',
        disabled: busy.value || store.connection.phase !== 'live' || underWay(props.node.id) !== undefined,
        'aria-label': t('node.actionOn', { action: label, node: props.node.id }),
        'data-action': key,
        onClick,
        ...extra,
      }, [icon(symbol), label]);
    }

    const danger = { class: 'small danger' };
    const may = (act) => Boolean(store.control?.actions.includes(`node_${act}`));

    function controls() {
      const runs = props.node.health !== 'down';
      const hung = props.node.health === 'hung';
      const more = [
        may('pause') && runs && !hung ? button('pause', 'pause', () => control('pause')) : null,
        may('kill') && runs ? button('kill', 'kill', () => control('kill'), danger) : null,
        store.control?.allowed
          ? button('log', 'log', () => showLog(props.node.id), { disabled: store.connection.phase !== 'live' })
          : null,
      ].filter(Boolean);
      return [
        may('start') && !runs ? button('play', 'start', () => control('start')) : null,
        may('resume') && hung ? button('play', 'resume', () => control('resume')) : null,
        may('stop') && runs ? button('stop', 'stop', () => control('stop'), danger) : null,
        may('restart') && runs ? button('restart', 'restart', () => control('restart')) : null,
        more.length ? h('span', { class: 'more-actions' }, more) : null,
      ];
    }

    return () => {
      const now = underWay(props.node.id);
      return [
        now ? h('p', { class: 'remark', role: 'status' }, t('node.busy', { action: t(`action.${now.action}`), actor: now.actor })) : null,
        h('div', { class: ['node-actions', (busy.value || now) && 'busy'] }, [
          props.node.drained ? button('undrain', 'undrain', undrain) : button('drain', 'drain', drain),
          ...controls(),
        ]),
      ];
    };
  },
};

const underWay = (node) => store.control?.busy.find((one) => one.node === node);

/**
 * Asks with what the server says that it would mean for the quorum. What it refuses can be forced, with the node's name
 * typed and a reason.
 *
 * @returns {Promise<object | null>} the command's fields, or null where the viewer thought better of it
 */
async function confirmed(act, node, run) {
  const verdict = await run(() => command('verdict', { node, action: act }));
  if (!verdict) {
    return null;
  }
  const answer = await ask({
    title: t(`${act}.title`, { node }),
    lines: [t(`${act}.what`)],
    verdict,
    fields: verdict.allowed ? [] : [
      { name: 'node', label: t('act.typeName', { node }), required: true, pattern: literally(node) },
      { name: 'reason', label: t('act.reason'), required: true, maxlength: LONGEST_REASON, pattern: '.*\\S.*' },
    ],
    confirm: verdict.allowed ? t(`node.${act}`) : t('act.anyway', { action: t(`node.${act}`) }),
    danger: true,
  });
  return answer && (verdict.allowed ? { node } : { node, force: true, reason: answer.reason });
}

const literally = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What an action would mean for the quorum: the sentence, and who is in sync and who is not. */
export function verdictView(verdict) {
  return h('div', { class: ['verdict-box', verdict.allowed ? 'good' : 'bad'], 'data-guard': verdict.code }, [
    h('p', [icon(verdict.allowed ? 'shield' : 'warning'), sentence(verdict, 'reason')]),
    h('ul', { class: 'standings' }, verdict.nodes.map((one) =>
      h('li', { key: one.node }, [
        h('span', { class: ['dot', one.inSync ? 'good' : 'bad'], 'aria-hidden': 'true' }),
        sentence(one, 'reason'),
      ]))),
  ]);
}
