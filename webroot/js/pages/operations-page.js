import { h } from '../lib/vue.js';
import { OperationList } from '../operations/operation-list.js';
import { TaskList } from '../operations/task-list.js';

/** What was done, by whom and what changed with it; and the tasks on their way. */
export default {
  name: 'OperationsPage',
  setup: () => () => h('div', { class: 'columns wide-left' }, [h(OperationList), h(TaskList)]),
};
