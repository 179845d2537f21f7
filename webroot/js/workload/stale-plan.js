import { h } from '../lib/vue.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { icon } from '../shared/icon.js';
import { PlanDifference } from '../why/plan-difference.js';

/** Says that the plan that was approved does not hold any more, what is otherwise, and offers the new one. */
export const StalePlan = {
  props: {
    /** The plan that was approved. */
    approved: { type: Object, required: true },
    disabled: { type: Boolean, default: false },
  },
  emits: ['run', 'dismiss'],
  setup: (props, { emit }) => () => {
    const { plan } = store;
    const arrived = plan.id !== props.approved.id;
    return h('div', { class: 'remark warn stale-plan', role: 'status', 'data-stale-plan': props.approved.id }, [
      h('p', [icon('warning'), t('plan.changed')]),
      arrived
        ? h(PlanDifference, { before: props.approved, after: plan })
        : h('p', { class: 'loading' }, t('plan.newComing')),
      h('div', { class: 'form-line' }, [
        plan.moves.length > 0 && arrived
          ? h('button', { type: 'button', class: 'primary', disabled: props.disabled, 'data-action': 'run-new-plan', onClick: () => emit('run') },
            [icon('play'), t('plan.runNew')])
          : null,
        h('button', { type: 'button', onClick: () => emit('dismiss') }, t('plan.dismiss')),
      ]),
    ]);
  },
};
