import { h } from '../lib/vue.js';
import { OperationList } from '../operations/operation-list.js';
import { TaskFlow } from '../operations/task-flow.js';

/** The tasks on their way; and what was done, by whom and what changed with it. */
export default { name: 'OperationsPage', setup: () => () => [h(TaskFlow), h(OperationList)] };
