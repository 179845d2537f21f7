import { h } from '../lib/vue.js';

/** The figures of the last minutes. */
export default { name: 'MetricsPage', setup: () => () => h('div') };
