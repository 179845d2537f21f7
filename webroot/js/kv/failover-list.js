import { h } from '../lib/vue.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { Panel } from '../shared/panel.js';
import { FailoverRow } from './failover-row.js';

/** Every loss of a primary and how the group healed, newest on top. */
export const FailoverList = {
  setup: () => () => {
    const rows = store.failovers;
    return h(Panel, {
      title: t('failovers.title'),
      class: 'failovers',
      ready: rows !== null,
      empty: rows?.length === 0 ? t('failovers.empty') : '',
    }, {
      default: () => h('ul', { class: 'failover-rows', tabindex: 0, 'aria-label': t('failovers.title') },
        rows.map((failover) => h(FailoverRow, { key: failover.id, failover }))),
    });
  },
};
