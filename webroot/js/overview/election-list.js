import { h } from '../lib/vue.js';
import { sentence } from '../core/format.js';
import { t } from '../core/language.js';
import { RowList, rowTime } from '../shared/row-list.js';

const TONES = {
  stopped: 'bad',
  hung: 'bad',
  quorum_lost: 'bad',
  started: 'good',
  quorum_regained: 'good',
  leader_changed: 'lead',
  drained: 'warn',
};

/** Every change of role, start, stop, leader and quorum. */
export const ElectionList = {
  setup: () => () =>
    h(RowList, {
      title: t('elections.title'),
      empty: t('elections.empty'),
      field: 'elections',
      row,
      keyOf: (event) => event.seq ?? `${event.at}${event.message}`,
    }),
};

function row(event) {
  return h('div', { class: 'row', 'data-event': event.kind }, [
    h('span', { class: ['dot', TONES[event.kind]], 'aria-hidden': 'true' }),
    h('span', { class: 'row-main' }, sentence(event, 'message')),
    rowTime(event.at),
  ]);
}
