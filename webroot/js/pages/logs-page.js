import { h } from '../lib/vue.js';

/** What the servers wrote. */
export default { name: 'LogsPage', setup: () => () => h('div') };
