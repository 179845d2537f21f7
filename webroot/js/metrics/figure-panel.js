import { h, ref } from '../lib/vue.js';
import { figureHistory } from '../core/figure-history.js';
import { t } from '../core/language.js';
import { Panel } from '../shared/panel.js';
import { icon } from '../shared/icon.js';
import { tip } from '../shared/tip.js';
import { FigureChart } from './figure-chart.js';
import { readout } from './figure-readout.js';
import { figureTable } from './figure-table.js';

/** One figure: exact values on top, below them its lines or, at the viewer's choice, a table. */
export const FigurePanel = {
  props: {
    chart: { type: Object, required: true },
    node: { type: String, default: null },
  },
  setup(props) {
    const asTable = ref(false);
    return () => {
      const { field } = props.chart;
      return h(Panel, {
        class: 'metric',
        title: t(`chart.${field}`),
        ready: figureHistory.state === 'ready',
        'data-chart': field,
      }, {
        actions: () => [
          h('span', { class: 'about', role: 'note', 'aria-label': t(`chart.${field}.about`), ...tip(() => [t(`chart.${field}.about`)]) },
            icon('question')),
          h('button', {
            type: 'button',
            class: 'small quiet',
            'aria-pressed': asTable.value,
            'data-act': 'as-table',
            'aria-label': t('metrics.asTableOf', { figure: t(`chart.${field}`) }),
            onClick: () => { asTable.value = !asTable.value; },
          }, [icon('table'), t('metrics.asTable')]),
        ],
        default: () => [
          readout(props.chart),
          asTable.value ? figureTable(props.chart) : h(FigureChart, { chart: props.chart, node: props.node }),
        ],
      });
    };
  },
};
