import { h } from '../lib/vue.js';
import { CountsPanel } from '../workload/counts-panel.js';
import { FilesSection } from '../workload/files-section.js';
import { MigrationList } from '../workload/migration-list.js';
import { PlanPanel } from '../workload/plan-panel.js';

/** What lies where, what moves next and why, how it moves, and the files themselves. */
export default {
  name: 'WorkloadPage',
  setup: () => () => [
    h('div', { class: 'columns wide-left' }, [h(PlanPanel), h(CountsPanel)]),
    h(MigrationList),
    h(FilesSection),
  ],
};
