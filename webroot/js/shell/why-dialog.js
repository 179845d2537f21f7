import { h, nextTick, ref, watch } from '../lib/vue.js';
import { useRoute } from '../lib/router.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { explained, showWhy } from '../core/why.js';
import { icon } from '../shared/icon.js';
import { DecisionView } from '../why/decision-view.js';
import { OperationView } from '../why/operation-view.js';
import { StoredDecision } from '../why/stored-decision.js';

/** Explains a plan, a decision or an operation. The browser keeps the focus inside and gives it back afterwards. */
export const WhyDialog = {
  setup() {
    const dialog = ref(null);
    const route = useRoute();
    const hide = () => showWhy(null);

    watch(explained, async (subject) => {
      await nextTick();
      if (subject && !dialog.value.open) {
        dialog.value.showModal();
      } else if (!subject && dialog.value.open) {
        dialog.value.close();
      }
      if (subject) {
        dialog.value.scrollTop = 0;
      }
    });
    // Its links lead to another page, which it must not cover.
    watch(() => route.fullPath, hide);

    return () => h('dialog', {
      ref: dialog,
      class: 'why-dialog',
      'aria-labelledby': 'why-title',
      'data-why': explained.value?.kind ?? null,
      onClose: () => explained.value && hide(),
    }, explained.value ? [
      h('header', { class: 'panel-head' }, [
        h('h2', { id: 'why-title' }, t(`why.title.${explained.value.kind}`, { id: explained.value.id ?? '' })),
        h('div', { class: 'panel-actions' }, h('button', {
          type: 'button', class: 'small', autofocus: true, 'data-action': 'close-why', onClick: hide,
        }, [icon('close'), t('why.close')])),
      ]),
      content(explained.value),
    ] : null);
  },
};

function content({ kind, id }) {
  switch (kind) {
    case 'decision':
      return h(StoredDecision, { key: id, id });
    case 'operation':
      return h(OperationView, { key: id, id });
    default:
      return store.plan
        ? h(DecisionView, { plan: store.plan }, () => h('p', { class: 'remark' }, t('why.stands')))
        : h('p', { class: 'placeholder loading' }, t('loading'));
  }
}
