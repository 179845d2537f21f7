import { h } from '../lib/vue.js';
import { sentence } from '../core/format.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { icon } from '../shared/icon.js';
import { NodeCard } from './node-card.js';
import { Panel } from '../shared/panel.js';
import { lagOf } from './lag.js';
import { RollingRestart, RollingRestartButton } from './rolling-restart.js';
import { leadingNode, steadyNodes } from './steady-nodes.js';

/** Every node of the ensemble, and where they contradict each other. */
export const NodeList = {
  setup: () => () =>
    h(Panel, {
      title: t('nodes.title'),
      ready: steadyNodes.value !== null,
      empty: steadyNodes.value?.length === 0 ? t('nodes.empty') : '',
      bare: true,
      class: 'node-list',
    }, { actions: () => h(RollingRestartButton), default: () => [
      h(RollingRestart),
      h(Contradictions),
      store.control && !store.control.allowed
        ? h('p', { class: 'soft', 'data-control': 'refused' }, sentence(store.control, 'reason'))
        : null,
      h('ul', { class: 'nodes' }, steadyNodes.value.map(card)),
    ] }),
};

function card(node) {
  const { kind, behind } = lagOf(node, leadingNode.value);
  const now = store.control?.busy.find((one) => one.node === node.id);
  const underWay = now ? t('node.busy', { action: t(`action.${now.action}`), actor: now.actor }) : '';
  return h(NodeCard, { key: node.id, node, lagKind: kind, behind, underWay });
}

const Contradictions = {
  setup: () => () => store.ensemble.splitViews.map((view) =>
    h('p', { class: 'remark warn', key: view.kind + view.message }, [icon('warning'), sentence(view, 'message')])),
};
