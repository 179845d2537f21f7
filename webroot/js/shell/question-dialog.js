import { h, nextTick, ref, watch } from '../lib/vue.js';
import { question } from '../core/dialogs.js';
import { t } from '../core/language.js';
import { verdictView } from '../overview/confirm-action.js';

/** The one dialogue of the page; the browser keeps the focus inside it and closes it on Escape. */
export const QuestionDialog = {
  setup() {
    const dialog = ref(null);
    watch(question, async (asked) => {
      await nextTick();
      if (asked && !dialog.value.open) {
        dialog.value.showModal();
      } else if (!asked && dialog.value.open) {
        dialog.value.close();
      }
    });

    function submit(event) {
      event.preventDefault();
      question.value.answer(Object.fromEntries(new FormData(event.target)));
    }

    const content = (asked) => h('form', { onSubmit: submit }, [
      h('h2', { id: 'question-title' }, asked.title),
      (asked.lines ?? []).map((line) => h('p', line)),
      asked.verdict ? verdictView(asked.verdict) : null,
      asked.view ? asked.view() : null,
      (asked.fields ?? []).map(({ name, label, maxlength, required, pattern }, index) =>
        h('label', [label, h('input', { name, maxlength, required, pattern, autocomplete: 'off', autofocus: index === 0 })])),
      h('div', { class: 'dialog-actions' }, [
        h('button', { type: 'button', onClick: () => asked.answer(null) }, t('act.cancel')),
        h('button', { type: 'submit', class: asked.danger ? 'danger solid' : 'primary', 'data-action': 'confirm' },
          asked.confirm),
      ]),
    ]);

    return () => h('dialog', {
      ref: dialog,
      'aria-labelledby': 'question-title',
      onCancel: () => question.value?.answer(null),
    }, question.value ? content(question.value) : null);
  },
};
