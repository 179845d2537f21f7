import { h } from '../lib/vue.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { CheckerPanel } from '../kv/checker-panel.js';
import { FailoverList } from '../kv/failover-list.js';
import { GroupList } from '../kv/group-list.js';
import { KeyPanel } from '../kv/key-panel.js';
import { RatesPanel } from '../kv/rates-panel.js';
import { RingPanel } from '../kv/ring-panel.js';
import { ServerList } from '../kv/server-list.js';
import { Panel } from '../shared/panel.js';

/** The key-value store: its ring, its groups, and what becomes of them when a process is lost. */
export default {
  setup: () => () =>
    store.kv === null ? h(Panel, { title: t('page.kv'), ready: false })
    : store.kv.mode === 'none' ? noStore()
    : h('div', { class: 'kv' }, [
      store.kv.mayAct ? null : h('p', { class: 'remark' }, t('kv.watched')),
      h('div', { class: 'columns kv-top' }, [
        h(RingPanel),
        h('div', { class: 'stack' }, [store.kv.checker ? h(CheckerPanel) : null, h(RatesPanel), h(KeyPanel)]),
      ]),
      h(FailoverList),
      h(GroupList),
      h(ServerList),
    ]),
};

function noStore() {
  return h(Panel, { title: t('kv.none.title') }, {
    default: () => [h('p', t('kv.none.demo')), h('p', { class: 'soft' }, t('kv.none.serve'))],
  });
}
