import { h } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { age, sentence, span } from '../core/format.js';
import { t, word } from '../core/language.js';
import { icon } from '../shared/icon.js';
import { NodeActions } from './node-actions.js';
import { NodeFigures } from './node-figures.js';

/** One server: what it is, how it is and why, its figures, and what can be done to it. */
export const NodeCard = {
  props: { node: { type: Object, required: true } },
  setup: (props) => () => {
    const { node } = props;
    return h('li', {
      class: ['node', node.health, node.role === 'leader' && 'leads', node.drained && 'drained'],
      'data-node': node.id,
      'data-role': node.role,
      'data-health': node.health,
    }, [
      head(node),
      h('p', { class: 'node-reason' }, sentence(node, 'reason')),
      node.drained ? drain(node) : null,
      h(NodeFigures, { node }),
      h(NodeActions, { node }),
    ]);
  },
};

function head(node) {
  return h('header', { class: 'node-head' }, [
    h('span', { class: ['dot', node.health], 'aria-hidden': 'true' }),
    h('h3', node.id),
    h('span', { class: ['chip', `role-${node.role}`] }, [
      node.role === 'leader' ? icon('crown') : null,
      word('role', node.role),
    ]),
    h('span', { class: 'spacer' }),
    h('span', { class: ['health', node.health] }, word('health', node.health)),
    h('p', { class: 'node-where soft' }, [
      h('span', { class: 'mono' }, `${node.host}:${node.port}`),
      node.version ? h('span', node.version) : null,
      h('span', presence(node)),
    ]),
  ]);
}

function presence(node) {
  if (node.upSince) {
    return t('node.up', { span: span(Math.floor(ageMs(node.upSince) / 1_000) * 1_000) });
  }
  return node.respondedAt
    ? t('node.lastAnswer', { age: age(ageMs(node.respondedAt)) })
    : t('node.neverAnswered');
}

function drain(node) {
  const since = age(ageMs(node.drainedAt));
  return h('p', { class: 'remark warn' }, [
    h('strong', t('node.drained')),
    ' ',
    node.drainReason
      ? t('node.drainedWhy', { age: since, reason: node.drainReason })
      : t('node.drainedNoWhy', { age: since }),
  ]);
}
