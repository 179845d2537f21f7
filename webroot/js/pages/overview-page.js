import { h } from '../lib/vue.js';
import { ElectionList } from '../overview/election-list.js';
import { EnsemblePicture } from '../overview/ensemble-picture.js';
import { NodeList } from '../overview/node-list.js';
import { Summary } from '../overview/summary.js';

/** Who leads, whether another node may fail, what comes next, and how each node is. */
export default {
  name: 'OverviewPage',
  setup: () => () =>
    h('div', { class: 'overview' }, [h(Summary), h(EnsemblePicture), h(NodeList), h(ElectionList)]),
};
