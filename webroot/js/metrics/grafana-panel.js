import { computed, h, ref } from '../lib/vue.js';
import { moment, sentence } from '../core/format.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { icon } from '../shared/icon.js';
import { Panel } from '../shared/panel.js';
import { tip } from '../shared/tip.js';
import { pinned, range } from './window.js';

/** The dashboards of `grafana/dashboards`, by their ids there. */
const DASHBOARDS = ['conclave-ensemble', 'conclave-files-scheduler', 'conclave-controller'];
const HALF_MINUTE_MS = 30_000;

/** Grafana's dashboards in a frame where it is there, else what to do about it. */
export const GrafanaPanel = {
  props: { dark: { type: Boolean, required: true } },
  setup(props) {
    const dashboard = ref(DASHBOARDS[0]);
    const address = computed(() => store.grafana?.url && addressOf(store.grafana.url, dashboard.value, props.dark));
    return () => h(Panel, { title: 'Grafana', ready: store.grafana !== null, class: 'grafana' }, {
      actions: () => (store.grafana?.reachable ? [choice(dashboard), link(address.value)] : []),
      default: () => (store.grafana.reachable ? frame(address.value, dashboard.value) : note(store.grafana)),
    });
  },
};

function addressOf(url, dashboard, dark) {
  const half = range.value * HALF_MINUTE_MS;
  const time = pinned.value === null
    ? { from: `now-${range.value}m`, to: 'now' }
    : { from: pinned.value - half, to: pinned.value + half };
  const query = new URLSearchParams({ ...time, theme: dark ? 'dark' : 'light' });
  return `${url}/d/${dashboard}?kiosk&${query}`;
}

function choice(dashboard) {
  return h('select', {
    'aria-label': t('grafana.dashboard'),
    value: dashboard.value,
    onChange: (event) => { dashboard.value = event.target.value; },
  }, DASHBOARDS.map((id) => h('option', { key: id, value: id }, t(`grafana.${id}`))));
}

function link(address) {
  return h('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, t('grafana.open'));
}

function frame(address, dashboard) {
  return h('iframe', {
    key: address,
    class: 'grafana-frame',
    src: address,
    title: t('grafana.frame', { dashboard: t(`grafana.${dashboard}`) }),
    // Its scripts run with its own origin, which is not this page's; it may not leave its frame.
    sandbox: 'allow-scripts allow-same-origin allow-popups',
    referrerpolicy: 'no-referrer',
    loading: 'lazy',
  });
}

function note(state) {
  return h('div', { class: 'remark warn grafana-note', role: 'status', 'data-grafana': state.code }, [
    h('p', [icon('warning'), state.checkedAt
      ? h('span', tip(() => [t('metrics.saidBy', { source: '/api/health', at: moment(state.checkedAt) })]), sentence(state, 'reason'))
      : sentence(state, 'reason')]),
    state.configured ? null : h('pre', { class: 'mono', tabindex: 0, 'aria-label': t('grafana.example') },
      'GRAFANA_URL=http://localhost:3000\nGF_SECURITY_ALLOW_EMBEDDING=true\nGF_AUTH_ANONYMOUS_ENABLED=true'),
    h('p', { class: 'soft' }, t(state.configured ? 'grafana.soon' : 'grafana.what')),
  ]);
}
