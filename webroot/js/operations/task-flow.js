import { h, ref } from '../lib/vue.js';
import { number } from '../core/format.js';
import { t, word } from '../core/language.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { useCommand } from '../core/use-command.js';
import { icon } from '../shared/icon.js';
import { toldOnChange } from '../shared/measured.js';
import { Panel } from '../shared/panel.js';
import { useQuery } from '../shared/url-query.js';
import { useMovingCards } from './moving-cards.js';
import { TaskCard } from './task-card.js';
import { STATUSES, useTaskCounts } from './task-counts.js';
import { TaskTable } from './task-table.js';

const MOST_CARDS = 5;

const longestFirst = (a, b) => Date.parse(a.updatedAt) - Date.parse(b.updatedAt) || a.id - b.id;

/** The tasks of a status in the order of their lane: who goes next is on top, and of the done ones who came last. */
function lane(status) {
  const tasks = store.tasks.filter((task) => task.status === status).sort(longestFirst);
  return status === 'done' ? tasks.reverse() : tasks;
}

const newest = (tasks) => tasks.reduce((latest, { updatedAt }) => (latest > updatedAt ? latest : updatedAt), '');

/** Demo tasks on their way through queued, running and done. */
export const TaskFlow = {
  setup() {
    const { busy, run } = useCommand();
    const { query, change } = useQuery(['tasks']);
    const counts = useTaskCounts();
    const lanes = ref(null);
    useMovingCards(lanes, 'data-task');

    const off = () => busy.value || store.connection.phase !== 'live';
    const add = () => run(() => command('create-task', {}), (task) => t('done.task', task));
    const advance = (id) => run(
      () => command('advance-task', { id }),
      (task) => t('done.advance', { id, status: word('task', task.status) }),
    );
    const list = (tasks) => change({ tasks });

    function laneView(status) {
      const tasks = lane(status);
      const count = counts.value?.[status] ?? tasks.length;
      const more = count - Math.min(tasks.length, MOST_CARDS);
      return h('section', { class: 'lane', key: status, 'data-lane': status, 'aria-label': word('task', status) }, [
        h('header', { class: 'lane-head' }, [
          h('h3', word('task', status)),
          h('span', { class: 'lane-count', 'data-count': count }, toldOnChange(number(count), t('tasks.told'), newest(store.tasks))),
        ]),
        tasks.length === 0
          ? h('p', { class: 'lane-empty soft' }, t(`tasks.none.${status}`))
          : h('ul', { class: 'cards' }, tasks.slice(0, MOST_CARDS).map((task) =>
            h(TaskCard, { key: task.id, task, disabled: off(), onAdvance: advance }))),
        more > 0 ? h('button', {
          type: 'button', class: 'small quiet', 'data-action': 'more', onClick: () => list(status),
        }, t('tasks.more', { count: number(more) })) : null,
      ]);
    }

    return () => h(Panel, { title: t('tasks.title'), ready: store.tasks !== null, class: 'tasks' }, {
      actions: () => [
        h('button', {
          type: 'button',
          class: 'small quiet',
          'aria-expanded': query.value.tasks !== '',
          'data-action': 'all-tasks',
          onClick: () => list(query.value.tasks ? null : 'all'),
        }, t(query.value.tasks ? 'tasks.hideList' : 'tasks.showList')),
        h('button', { type: 'button', class: 'small', disabled: off(), 'data-action': 'add-task', onClick: add }, t('tasks.add')),
      ],
      default: () => [
        h('div', { ref: lanes, class: 'lanes' }, STATUSES.flatMap((status, index) => [
          index > 0 ? h('span', { class: 'lane-arrow soft', key: `to-${status}` }, icon('arrow')) : null,
          laneView(status),
        ])),
        query.value.tasks ? h(TaskTable, {
          status: STATUSES.includes(query.value.tasks) ? query.value.tasks : null,
          onChange: (status) => list(status ?? 'all'),
        }) : null,
      ],
    });
  },
};
