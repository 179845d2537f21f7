import { h } from '../lib/vue.js';
import { t, word } from '../core/language.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { useCommand } from '../core/use-command.js';
import { RowList, rowTime } from '../shared/row-list.js';

const TONES = { queued: '', running: 'busy', done: 'good' };

/** Demo tasks on their way through queued, running and done. */
export const TaskList = {
  setup() {
    const { busy, run } = useCommand();
    const off = () => busy.value || store.connection.phase !== 'live';

    const add = () => run(() => command('create-task', {}), (task) => t('done.task', task));
    const advance = (id) => run(
      () => command('advance-task', { id }),
      (task) => t('done.advance', { id, status: word('task', task.status) }),
    );

    const row = (task) => h('div', { class: 'row', 'data-task': task.status }, [
      h('span', { class: 'row-main' }, [
        h('strong', t('tasks.name', task)),
        typeof task.payload?.kind === 'string' ? h('span', { class: 'row-note soft' }, task.payload.kind) : null,
      ]),
      task.status === 'done' ? null : h('button', {
        type: 'button',
        class: 'small quiet',
        disabled: off(),
        'aria-label': t('tasks.advanceOne', task),
        onClick: () => advance(task.id),
      }, t('tasks.advance')),
      h('span', { class: ['chip', TONES[task.status]] }, word('task', task.status)),
      rowTime(task.updatedAt),
    ]);

    return () =>
      h(RowList, { title: t('tasks.title'), empty: t('tasks.empty'), field: 'tasks', row }, {
        actions: () => h('button', { type: 'button', class: 'small', disabled: off(), onClick: add }, t('tasks.add')),
      });
  },
};
