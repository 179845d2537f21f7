import { h } from '../lib/vue.js';
import { sentence } from '../core/format.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { icon } from '../shared/icon.js';
import { NodeCard } from './node-card.js';
import { Panel } from '../shared/panel.js';
import { RollingRestart, RollingRestartButton } from './rolling-restart.js';

/** Every node of the ensemble, and where they contradict each other. */
export const NodeList = {
  setup: () => () =>
    h(Panel, {
      title: t('nodes.title'),
      ready: store.ensemble !== null,
      empty: store.ensemble?.nodes.length === 0 ? t('nodes.empty') : '',
      bare: true,
    }, { actions: () => h(RollingRestartButton), default: () => [
      h(RollingRestart),
      store.ensemble.splitViews.map((view) =>
        h('p', { class: 'remark warn', key: view.kind + view.message }, [icon('warning'), sentence(view, 'message')])),
      store.control && !store.control.allowed
        ? h('p', { class: 'soft', 'data-control': 'refused' }, sentence(store.control, 'reason'))
        : null,
      h('ul', { class: 'nodes' }, store.ensemble.nodes.map((node) => h(NodeCard, { key: node.id, node }))),
    ] }),
};
