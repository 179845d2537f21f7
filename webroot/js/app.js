// The page's frame: what stands where. Each part reads the store by itself.
import { h, watchEffect } from './lib/vue.js';
import { ConnectionBanner } from './components/connection-banner.js';
import { CountsPanel } from './components/counts-panel.js';
import { ElectionList } from './components/election-list.js';
import { LogDialog } from './components/log-dialog.js';
import { MigrationList } from './components/migration-list.js';
import { NodeList } from './components/node-list.js';
import { NoticeList } from './components/notice-list.js';
import { OperationList } from './components/operation-list.js';
import { PlanPanel } from './components/plan-panel.js';
import { QuestionDialog } from './components/question-dialog.js';
import { SpokenEvents } from './components/spoken-events.js';
import { Summary } from './components/summary.js';
import { TaskList } from './components/task-list.js';
import { TopBar } from './components/top-bar.js';
import { UnlockForm } from './components/unlock-form.js';
import { UploadPanel } from './components/upload-panel.js';
import { WorkloadPanel } from './components/workload-panel.js';
import { t } from './language.js';
import { store } from './store.js';

export const App = {
  setup() {
    watchEffect(() => {
      const leader = store.ensemble?.leader;
      document.title = !store.ensemble ? 'Conclave' : leader ? t('app.title', { leader }) : t('app.titleNoLeader');
    });
    return () => [
      h('a', { class: 'skip', href: '#content' }, t('app.skip')),
      h(TopBar),
      store.locked ? h(UnlockForm) : [h(ConnectionBanner), content()],
      h(NoticeList),
      h(QuestionDialog),
      h(LogDialog),
      h(SpokenEvents),
    ];
  },
};

function content() {
  return h('main', { id: 'content', class: { page: true, 'is-stale': store.lostAt !== null }, tabindex: -1 }, [
    h(Summary),
    h(NodeList),
    h('div', { class: 'columns wide-left' }, [h(PlanPanel), h(CountsPanel)]),
    h('div', { class: 'columns wide-left' }, [
      h(MigrationList),
      h('div', { class: 'stack' }, [h(UploadPanel), h(WorkloadPanel)]),
    ]),
    h('div', { class: 'columns wide-left' }, [
      h(OperationList),
      h('div', { class: 'stack' }, [h(ElectionList), h(TaskList)]),
    ]),
  ]);
}
