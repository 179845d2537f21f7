import { h } from '../lib/vue.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { Panel } from '../shared/panel.js';
import { GroupCard } from './group-card.js';

/** All groups, each with its members. */
export const GroupList = {
  setup: () => () =>
    h(Panel, {
      title: t('group.title'),
      bare: true,
      empty: store.kv.groups.length === 0 ? t('group.empty') : '',
    }, {
      default: () => h('ul', { class: 'groups' }, store.kv.groups.map((group) =>
        h(GroupCard, { key: group.name, group, mayAct: store.kv.mayAct }))),
    }),
};
