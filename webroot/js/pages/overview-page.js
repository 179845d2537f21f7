import { h } from '../lib/vue.js';
import { ElectionList } from '../overview/election-list.js';
import { NodeList } from '../overview/node-list.js';
import { Summary } from '../overview/summary.js';

/** Who leads, whether another node may fail, and how each node is. */
export default { name: 'OverviewPage', setup: () => () => [h(Summary), h(NodeList), h(ElectionList)] };
