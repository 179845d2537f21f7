import { computed, h, markRaw, shallowReactive, watch } from '../lib/vue.js';
import { problemText, t, word } from '../core/language.js';
import { Problem } from '../core/problem.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { rowTime } from '../shared/row-list.js';
import { VirtualList } from '../shared/virtual-list.js';
import { subject } from './task-card.js';
import { STATUSES } from './task-counts.js';

const PAGE = 100;
const ROW_PX = 36;
const TONES = { queued: '', running: 'busy', done: 'good' };

/** Every task there is, page by page; what the stream says of one is newer than any page. */
export const TaskTable = {
  props: { status: { type: String, default: null } },
  emits: ['change'],
  setup(props, { emit }) {
    const reading = shallowReactive({ rows: [], next: null, busy: false, problem: null });
    let lastAsked = 0;

    async function read(before) {
      const asked = ++lastAsked;
      Object.assign(reading, { busy: true, problem: null });
      try {
        const page = await command('list-tasks', {
          limit: PAGE, ...(props.status && { status: props.status }), ...(before && { before }),
        });
        if (asked === lastAsked) {
          reading.rows = [...(before ? reading.rows : []), ...page.tasks.map(markRaw)];
          reading.next = page.nextBefore;
        }
      } catch (problem) {
        if (!(problem instanceof Problem)) {
          throw problem;
        }
        if (asked === lastAsked) {
          reading.problem = problem;
        }
      } finally {
        if (asked === lastAsked) {
          reading.busy = false;
        }
      }
    }

    const shown = computed(() => {
      const newest = new Map([...reading.rows, ...(store.tasks ?? [])].map((task) => [task.id, task]));
      const oldest = reading.next === null ? 0 : reading.rows.at(-1)?.id ?? 0;
      return [...newest.values()]
        .filter((task) => task.id >= oldest && (!props.status || task.status === props.status))
        .sort((a, b) => b.id - a.id);
    });

    watch([() => props.status, () => store.connection.phase], ([, phase]) => phase === 'live' && read(null), { immediate: true });

    const row = (task) => h('div', { class: 'row', 'data-task-row': task.status }, [
      h('span', { class: 'row-main' }, [h('strong', t('tasks.name', task)), ' ', h('span', { class: 'soft' }, subject(task))]),
      h('span', { class: ['chip', TONES[task.status]] }, word('task', task.status)),
      rowTime(task.updatedAt),
    ]);

    const choice = (status) => h('button', {
      type: 'button',
      key: status ?? 'all',
      'aria-pressed': props.status === status,
      'data-status-choice': status ?? 'all',
      onClick: () => emit('change', status),
    }, status ? word('task', status) : t('tasks.every'));

    return () => h('div', { class: 'task-table' }, [
      h('div', { class: 'segmented', role: 'group', 'aria-label': t('filter.status') }, [null, ...STATUSES].map(choice)),
      reading.problem ? h('p', { class: 'remark warn', role: 'alert' }, problemText(reading.problem).text) : null,
      shown.value.length === 0
        ? h('p', { class: ['placeholder', reading.busy && 'loading'] }, t(reading.busy ? 'operations.reading' : 'tasks.empty'))
        : h(VirtualList, { class: 'task-rows', items: shown.value, row, estimate: ROW_PX, label: t('tasks.title') }),
      reading.next === null ? null : h('button', {
        type: 'button',
        class: 'small quiet',
        'data-action': 'older-tasks',
        disabled: reading.busy || store.connection.phase !== 'live',
        onClick: () => read(reading.next),
      }, t('operations.older')),
    ]);
  },
};
