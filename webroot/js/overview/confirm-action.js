// The questions before an action: what it will come to, in one sentence with the numbers, before anything is done.
import { h } from '../lib/vue.js';
import { ask } from '../core/dialogs.js';
import { bytes, number, sentence } from '../core/format.js';
import { t } from '../core/language.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { icon } from '../shared/icon.js';

const LONGEST_REASON = 500;

/**
 * Asks with what the server says that it would mean for the quorum. What it refuses can be forced, with the node's name
 * typed and a reason.
 *
 * @returns {Promise<object | null>} the command's fields, or null where the viewer thought better of it
 */
export async function confirmControl(act, node, run) {
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

/** Asks whether to start or resume a server, with what it comes to for the quorum. */
export async function confirmReturn(act, node) {
  const answer = await ask({
    title: t(`${act}.title`, { node }),
    lines: [t(`${act}.what`), returnOutcome(node)],
    confirm: t(`node.${act}`),
  });
  return answer && { node };
}

/** How many voters there will be. A voter that does not answer is not among those that are up. */
function returnOutcome(node) {
  const { quorum, nodes } = store.ensemble;
  if (nodes.find(({ id }) => id === node)?.voter === false) {
    return t('return.observer', { node });
  }
  const up = Math.min(quorum.voters, quorum.up + 1);
  const key = up < quorum.needed ? 'return.notYet' : quorum.held ? 'return.adds' : 'return.regains';
  return t(key, { ...quorum, up, spare: up - quorum.needed });
}

/** Asks whether to drain, with how many files will go where. */
export function confirmDrain(node) {
  return ask({
    title: t('drain.title', { node }),
    lines: [drainOutcome(node), t('drain.only', { node })],
    fields: [{ name: 'reason', label: t('drain.reason'), maxlength: LONGEST_REASON }],
    confirm: t('node.drain'),
  });
}

function drainOutcome(node) {
  const files = store.counts?.files[node] ?? 0;
  const targets = (store.ensemble?.nodes ?? [])
    .filter(({ id, drained, health }) => id !== node && !drained && health !== 'down' && health !== 'hung')
    .map(({ id }) => id);
  const key =
    files === 0 ? 'drain.noFiles'
    : targets.length === 0 ? 'drain.noTarget'
    : store.plan?.enabled === false ? 'drain.movesLater'
    : 'drain.moves';
  return t(key, {
    node,
    files: number(files, 0),
    size: bytes(store.counts?.bytes[node] ?? 0),
    targets: targets.join(t('picture.comma')),
  });
}

/** Asks whether a node shall take files again, with what comes of that. */
export function confirmUndrain(node) {
  const files = store.counts?.files[node] ?? 0;
  return ask({
    title: t('undrain.title', { node }),
    lines: [
      t('undrain.takes', { node, files: number(files, 0), size: bytes(store.counts?.bytes[node] ?? 0) }),
      t(store.plan?.enabled === false ? 'undrain.evensLater' : 'undrain.evens', { threshold: number(store.plan?.threshold ?? 0, 0) }),
    ],
    confirm: t('node.undrain'),
  });
}

/** What the action leaves of the quorum, in one sentence. */
function outcome({ node, action, code, voters, needed, inSync, left }) {
  const doing = t(`doing.${action}`, { node });
  const spare = left - needed;
  const key = !code.startsWith('keeps') ? `outcome.${code}` : spare > 0 ? 'outcome.keeps' : 'outcome.keeps_barely';
  return [
    t(key, { doing, node, voters, needed, inSync, left, spare }),
    code === 'keeps_quorum_elects' ? t('outcome.elects', { node }) : null,
  ].filter(Boolean).join(' ');
}

/** What an action would mean for the quorum: the outcome, the server's arithmetic, and who is in sync and who is not. */
export function verdictView(verdict) {
  return h('div', { class: ['verdict-box', verdict.allowed ? 'good' : 'bad'], 'data-guard': verdict.code }, [
    h('p', { class: 'outcome', 'data-outcome': verdict.code }, [
      icon(verdict.allowed ? 'shield' : 'warning'),
      h('strong', outcome(verdict)),
    ]),
    h('p', { class: 'soft' }, sentence(verdict, 'reason')),
    h('ul', { class: 'standings' }, verdict.nodes.map((one) =>
      h('li', { key: one.node }, [
        h('span', { class: ['dot', one.inSync ? 'good' : 'bad'], 'aria-hidden': 'true' }),
        sentence(one, 'reason'),
      ]))),
  ]);
}
