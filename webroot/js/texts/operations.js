// Texts of the page of tasks and operations: [English, Chinese], with {placeholders}.
export const operationsTexts = {
  'tasks.title': ['Tasks', '任务'],
  'tasks.empty': ['No task is queued.', '没有任务。'],
  'tasks.add': ['Add a task', '添加任务'],
  'tasks.advance': ['Advance', '推进'],
  'tasks.advanceOne': ['Advance task {id}', '推进任务 {id}'],
  'tasks.name': ['Task {id}', '任务 {id}'],
  'task.queued': ['queued', '排队'],
  'task.running': ['running', '运行中'],
  'task.done': ['done', '完成'],
};
