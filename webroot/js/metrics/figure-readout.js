import { h } from '../lib/vue.js';
import { figureHistory } from '../core/figure-history.js';
import { moment } from '../core/format.js';
import { t } from '../core/language.js';
import { measured } from '../shared/measured.js';
import { tip } from '../shared/tip.js';
import { inUnit } from './figures.js';
import { shownLooks } from './lines.js';
import { valueAt } from './series.js';
import { lineKey } from './line-key.js';
import { toldMoment } from './window.js';

/** Each node's exact value, at the moment that is told or the newest; who points at one learns its age and source. */
export function readout({ field, unit }) {
  return h('ul', { class: 'readout', 'data-readout': field }, shownLooks.value.map((look) =>
    h('li', { key: look.id, 'data-node': look.id }, [lineKey(look), h('span', { class: 'soft' }, look.id), value(look.id, field, unit)])));
}

function value(id, field, unit) {
  const series = figureHistory.nodes[id];
  const told = series && valueAt(series, field, toldMoment.value, figureHistory.intervalMs);
  if (!told) {
    return h('strong', { class: 'absent' }, '–');
  }
  if (told.source === null) {
    return h('strong', { class: 'absent', 'data-absent': 'unread', ...tip(() => [t('metrics.unread', { at: moment(told.at) })]) },
      t('metrics.unreadShort'));
  }
  if (told.value === null) {
    return h('strong', { class: 'absent', 'data-absent': 'none', ...tip(() => [t(`chart.${field}.none`), moment(told.at)]) }, '–');
  }
  const origin = { source: told.source, at: new Date(told.at).toISOString() };
  // A moment of the past is as old as it is meant to be.
  return h('strong', { 'data-value': told.value }, toldMoment.value === null
    ? measured(inUnit(told.value, unit), origin)
    : h('span', tip(() => [t('metrics.saidBy', { source: told.source, at: moment(told.at) })]), inUnit(told.value, unit)));
}
