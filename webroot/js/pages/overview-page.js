import { h } from '../lib/vue.js';
import { EnsemblePicture } from '../overview/ensemble-picture.js';
import { EventFeed } from '../overview/event-feed.js';
import { NodeList } from '../overview/node-list.js';
import { Summary } from '../overview/summary.js';

/** Who leads, whether another node may fail, what comes next, how each node is, and what happens. */
export default {
  name: 'OverviewPage',
  setup: () => () =>
    h('div', { class: 'overview' }, [h(Summary), h(EnsemblePicture), h(NodeList), h(EventFeed)]),
};
