import { h } from '../lib/vue.js';
import { LogView } from '../logs/log-view.js';

/** What the servers wrote, and what they write now. */
export default { name: 'LogsPage', setup: () => () => h(LogView) };
