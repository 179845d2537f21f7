import { h } from '../lib/vue.js';
import { CountsPanel } from '../workload/counts-panel.js';
import { MigrationList } from '../workload/migration-list.js';
import { PlanPanel } from '../workload/plan-panel.js';
import { UploadPanel } from '../workload/upload-panel.js';
import { WorkloadPanel } from '../workload/workload-panel.js';

/** What lies where, what moves next and why, and the demo traffic. */
export default {
  name: 'WorkloadPage',
  setup: () => () => [
    h('div', { class: 'columns wide-left' }, [h(PlanPanel), h(CountsPanel)]),
    h('div', { class: 'columns wide-left' }, [
      h(MigrationList),
      h('div', { class: 'stack' }, [h(UploadPanel), h(WorkloadPanel)]),
    ]),
  ],
};
