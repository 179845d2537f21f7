import { h } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { fullMoment, span } from '../core/format.js';
import { t } from '../core/language.js';
import { icon } from '../shared/icon.js';
import { tip } from '../shared/tip.js';

/** The demo's tasks take well under a minute a step; one that runs for longer than this is not about to end by itself. */
const STUCK_MS = 120_000;

/** What a task is about, as far as its payload says so in words. */
export function subject({ payload }) {
  return [payload?.kind, payload?.name].find((text) => typeof text === 'string') ?? null;
}

/** One task in its lane, with how long it has been there. It ticks by itself, so that the lanes need not be drawn anew. */
export const TaskCard = {
  props: {
    task: { type: Object, required: true },
    disabled: { type: Boolean, required: true },
  },
  emits: ['advance'],
  setup: (props, { emit }) => () => {
    const { task } = props;
    const age = ageMs(task.updatedAt);
    const stuck = task.status === 'running' && age > STUCK_MS;
    return h('li', { class: ['task-card', stuck && 'stuck'], 'data-task': task.id, 'data-stuck': stuck || null }, [
      h('span', { class: 'task-name' }, [
        h('strong', t('tasks.name', task)),
        subject(task) ? h('span', { class: 'row-note soft', title: subject(task) }, subject(task)) : null,
      ]),
      h('span', {
        class: ['task-age', stuck ? 'warn-text' : 'soft'],
        ...tip(() => [t('tasks.since', { at: fullMoment(task.updatedAt) }), stuck ? t('tasks.stuckWhy') : null]),
      }, [
        stuck ? [icon('warning'), ' ', t('tasks.stuck', { span: span(age) })] : t('tasks.for', { span: span(Math.floor(age / 1_000) * 1_000) }),
      ]),
      task.status === 'done' ? null : h('button', {
        type: 'button',
        class: 'small',
        disabled: props.disabled,
        'data-action': 'advance',
        'aria-label': t('tasks.advanceOne', task),
        onClick: () => emit('advance', task.id),
      }, [icon('arrow')]),
    ]);
  },
};
