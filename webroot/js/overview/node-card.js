import { h } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { age, fullMoment, sentence, span } from '../core/format.js';
import { t, word } from '../core/language.js';
import { icon } from '../shared/icon.js';
import { measured } from '../shared/measured.js';
import { NodeActions } from './node-actions.js';
import { NodeFigures, figure, sourcesOf } from './node-figures.js';

/** One server: what it is, how it is and why, its figures, and what can be done to it. */
export const NodeCard = {
  props: {
    node: { type: Object, required: true },
    lagKind: { type: String, required: true },
    behind: { type: Number, required: true },
    /** What is being done to it, in words, or an empty text. */
    underWay: { type: String, required: true },
  },
  setup: (props) => () => {
    const { node, lagKind, behind, underWay } = props;
    return h('li', {
      id: `node-${node.id}`,
      class: ['node', node.health, node.role === 'leader' && 'leads', node.drained && 'drained'],
      tabindex: -1,
      'aria-label': t('node.card', { node: node.id, role: word('role', node.role), health: word('health', node.health) }),
      'data-node': node.id,
      'data-role': node.role,
      'data-health': node.health,
    }, [
      head(node),
      // One line's room, whichever of the two is told: nothing below moves when a node is drained.
      h('div', { class: 'node-standing' }, [
        node.drained && node.health === 'healthy' ? null : h('p', { class: 'node-reason' }, sentence(node, 'reason')),
        node.drained ? drain(node) : null,
      ]),
      h(NodeFigures, { node, lagKind, behind }),
      h('p', { class: ['node-foot', underWay && 'on'] }, [
        h('span', { role: 'status' }, underWay),
        underWay ? null : h('span', sourcesOf(node)),
      ]),
      h(NodeActions, { node: node.id, health: node.health, drained: node.drained, locked: underWay !== '' }),
    ]);
  },
};

const SIGNS = { healthy: 'shield', degraded: 'warning', hung: 'pause', down: 'close', unknown: 'question' };

function head(node) {
  return h('header', { class: 'node-head' }, [
    h('h3', node.id),
    h('span', { class: ['chip', `role-${node.role}`] }, [
      node.role === 'leader' ? icon('crown') : null,
      word('role', node.role),
    ]),
    node.drained ? h('span', { class: 'chip warn' }, [icon('drain'), t('node.drained')]) : null,
    h('span', { class: 'spacer' }),
    h('span', { class: ['health', node.health] }, [icon(SIGNS[node.health]), word('health', node.health)]),
    h('p', { class: 'node-where soft' }, [
      h('span', { class: 'mono' }, `${node.host}:${node.port}`),
      node.version ? h('span', { 'data-figure': 'version' }, figure(node, 'version', t('node.version', node))) : null,
      h('span', { 'data-figure': 'uptime' }, presence(node)),
    ]),
  ]);
}

function presence(node) {
  if (node.upSince) {
    return measured(
      t('node.up', { span: span(Math.floor(ageMs(node.upSince) / 1_000) * 1_000) }),
      node.sources.role,
      { more: () => t('node.upSince', { at: fullMoment(node.upSince) }) },
    );
  }
  return node.respondedAt
    ? t('node.lastAnswer', { age: age(ageMs(node.respondedAt)) })
    : t('node.neverAnswered');
}

function drain(node) {
  const since = age(ageMs(node.drainedAt));
  return h('p', { class: 'remark warn', 'data-drain': '' }, [
    h('strong', t('node.drained')),
    ' ',
    node.drainReason
      ? t('node.drainedWhy', { age: since, reason: node.drainReason })
      : t('node.drainedNoWhy', { age: since }),
  ]);
}
