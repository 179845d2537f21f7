import { h } from '../lib/vue.js';
import { RouterLink } from '../lib/router.js';
import { moment } from '../core/format.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { Panel } from '../shared/panel.js';
import { marks } from './marks.js';
import { shownWindow } from './window.js';

const MOST = 50;

/** What the charts mark in the time that they show, in words; each leads to its moment. */
export const MarkList = {
  setup: () => () => {
    const { from, to } = shownWindow.value;
    const shown = marks.value.filter(({ at }) => at >= from && at <= to).slice(0, MOST);
    return h(Panel, {
      title: t('metrics.marks'),
      ready: store.elections !== null,
      empty: shown.length === 0 ? t('metrics.noMarks') : '',
      class: 'marks',
    }, {
      default: () => h('ul', { class: 'rows', tabindex: 0, 'aria-label': t('metrics.marks') }, shown.map((mark) =>
        h('li', { key: mark.key }, h('div', { class: 'row', 'data-mark': mark.tone }, [
          h('span', { class: ['dot', mark.tone], 'aria-hidden': 'true' }),
          h('span', { class: 'row-main' }, mark.text),
          h(RouterLink, {
            // It leads to a moment; the page that shows is told by the navigation alone.
            ariaCurrentValue: 'false',
            to: { name: 'metrics', query: { at: mark.iso, ...(mark.node && { node: mark.node }) } },
            'aria-label': t('metrics.show', { at: moment(mark.at), what: mark.text }),
          }, () => moment(mark.at)),
        ])))),
    });
  },
};
