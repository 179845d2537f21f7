import { h } from '../lib/vue.js';
import { figureHistory } from '../core/figure-history.js';
import { number } from '../core/format.js';
import { t } from '../core/language.js';
import { inUnit } from './figures.js';
import { shownLooks } from './lines.js';
import { extremes, valueAt } from './series.js';
import { shownWindow, toldMoment } from './window.js';

/** What a chart shows, in figures. */
export function figureTable({ field, unit }) {
  const columns = [toldMoment.value === null ? 'metrics.latest' : 'metrics.then', 'metrics.least', 'metrics.most', 'metrics.gaps'];
  return h('div', { class: 'figure-table', tabindex: 0, role: 'region', 'aria-label': t(`chart.${field}`) }, h('table', [
    h('caption', { class: 'unseen' }, t('metrics.table', { figure: t(`chart.${field}`) })),
    h('thead', h('tr', [
      h('th', { scope: 'col' }, t('metrics.node')),
      ...columns.map((column) => h('th', { scope: 'col', key: column }, t(column))),
    ])),
    h('tbody', shownLooks.value.map(({ id }) => row(id, field, unit))),
  ]));
}

function row(id, field, unit) {
  const series = figureHistory.nodes[id];
  const told = series && valueAt(series, field, toldMoment.value, figureHistory.intervalMs);
  const { least, most, gaps } = series ? extremes(series, field, shownWindow.value) : { least: null, most: null, gaps: 0 };
  return h('tr', { key: id, 'data-row': id }, [
    h('th', { scope: 'row' }, id),
    h('td', { 'data-cell': 'told' }, told?.source === null ? t('metrics.unreadShort') : inUnit(told?.value ?? null, unit)),
    h('td', { 'data-cell': 'least' }, inUnit(least, unit)),
    h('td', { 'data-cell': 'most' }, inUnit(most, unit)),
    h('td', { 'data-cell': 'gaps' }, number(gaps)),
  ]);
}
