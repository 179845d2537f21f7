import { h } from '../lib/vue.js';
import { CountsPanel } from '../workload/counts-panel.js';
import { DecisionList } from '../workload/decision-list.js';
import { FilesSection } from '../workload/files-section.js';
import { MigrationLane } from '../workload/migration-lane.js';
import { PlanPanel } from '../workload/plan-panel.js';
import { SettingsPanel } from '../workload/settings-panel.js';
import { WhatIfPanel } from '../workload/what-if-panel.js';

/** What lies where, what moves next and why, how it moves, the files themselves, and how the scheduler decides. */
export default {
  name: 'WorkloadPage',
  setup: () => () => [
    h('div', { class: 'columns wide-left' }, [h(PlanPanel), h(CountsPanel)]),
    h(MigrationLane),
    h(FilesSection),
    h('div', { class: 'columns wide-left' }, [h(WhatIfPanel), h(SettingsPanel)]),
    h(DecisionList),
  ],
};
