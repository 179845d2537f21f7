import { h } from '../lib/vue.js';
import { CountsPanel } from '../workload/counts-panel.js';
import { FilesSection } from '../workload/files-section.js';
import { MigrationList } from '../workload/migration-list.js';
import { PlanPanel } from '../workload/plan-panel.js';
import { SettingsPanel } from '../workload/settings-panel.js';
import { WhatIfPanel } from '../workload/what-if-panel.js';

/** What lies where, what moves next and why, how it moves, and the files themselves. */
export default {
  name: 'WorkloadPage',
  setup: () => () => [
    h('div', { class: 'columns wide-left' }, [h(PlanPanel), h(CountsPanel)]),
    h(MigrationList),
    h('div', { class: 'columns wide-left' }, [h(WhatIfPanel), h('div', { class: 'stack' }, [h(SettingsPanel)])]),
    h(FilesSection),
  ],
};
