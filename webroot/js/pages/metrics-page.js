import { h, onBeforeUnmount, onMounted, ref, watch } from '../lib/vue.js';
import { useRoute, useRouter } from '../lib/router.js';
import { figureHistory } from '../core/figure-history.js';
import { t } from '../core/language.js';
import { preferences } from '../core/preferences.js';
import { FigurePanel } from '../metrics/figure-panel.js';
import { CHARTS } from '../metrics/figures.js';
import { GrafanaPanel } from '../metrics/grafana-panel.js';
import { readPalette } from '../metrics/lines.js';
import { MarkList } from '../metrics/mark-list.js';
import { timeBar } from '../metrics/time-bar.js';
import { cursor, pinned } from '../metrics/window.js';

const first = (given) => (Array.isArray(given) ? given[0] : given) || null;

/** The figures of the last minutes, or around the moment that the address names. */
export default {
  name: 'MetricsPage',
  setup() {
    const route = useRoute();
    const router = useRouter();
    const darkness = window.matchMedia('(prefers-color-scheme: dark)');
    const isDark = () => (preferences.theme === 'auto' ? darkness.matches : preferences.theme === 'dark');
    const dark = ref(isDark());
    const live = () => router.replace({ name: 'metrics' });

    watch(() => first(route.query.at), (at) => {
      const moment = Date.parse(at);
      pinned.value = Number.isNaN(moment) ? null : moment;
    }, { immediate: true });
    watch(() => preferences.theme, readTheme, { flush: 'post' });

    function readTheme() {
      readPalette();
      dark.value = isDark();
    }

    onMounted(() => {
      readTheme();
      darkness.addEventListener('change', readTheme);
    });
    onBeforeUnmount(() => {
      darkness.removeEventListener('change', readTheme);
      cursor.value = null;
      pinned.value = null;
    });

    return () => {
      const node = first(route.query.node);
      const at = first(route.query.at);
      return [
        timeBar({ node, problem: at !== null && pinned.value === null ? at : null, live }),
        figureHistory.state === 'failed' ? h('p', { class: 'remark warn', role: 'status' }, t('metrics.failed')) : null,
        h('div', { class: 'metric-grid' }, [
          CHARTS.map((chart) => h(FigurePanel, { key: chart.field, chart, node })),
          h(MarkList),
        ]),
        h(GrafanaPanel, { dark: dark.value }),
      ];
    };
  },
};
