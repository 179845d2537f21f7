import { h } from '../lib/vue.js';
import { allowedText, t, word } from '../core/language.js';
import { sentence } from '../core/format.js';

let lastId = 0;

/**
 * What a problem says of a field, in the viewer's language: the value that was refused and what is allowed.
 *
 * @returns {string | null} null where the problem is of another field, or there is none
 */
export function fieldError(problem, field) {
  if (problem?.field !== field) {
    return null;
  }
  const value = problem.value === null || problem.value === '' ? t('field.nothing') : `“${problem.value}”`;
  return problem.allowed
    ? t('field.refused', { field: word('setting', field), value, allowed: allowedText(problem.allowed) })
    : problem.detail || sentence(problem, 'detail');
}

/** One field of the scheduler's settings with its hint, its error, and what the server has saved where that differs. */
export const RuleField = {
  props: {
    name: { type: String, required: true },
    value: { type: String, required: true },
    hint: { type: String, default: '' },
    error: { type: String, default: null },
    /** Codes to choose from; without them it is a text. */
    options: { type: Array, default: null },
    /** What stands at the server where it is something else, else an empty text. */
    saved: { type: String, default: '' },
    disabled: { type: Boolean, default: false },
  },
  emits: ['change'],
  setup(props, { emit }) {
    const id = `field-${++lastId}`;
    const changed = (event) => emit('change', event.target.value);

    const control = () => {
      const common = {
        id,
        name: props.name,
        disabled: props.disabled,
        value: props.value,
        'aria-invalid': props.error ? 'true' : null,
        'aria-describedby': `${id}-note`,
      };
      return props.options
        ? h('select', { ...common, onChange: changed }, props.options.map((code) =>
          h('option', { value: code, selected: code === props.value }, code === 'auto' ? t('plan.auto') : code)))
        : h('input', { ...common, type: 'text', autocomplete: 'off', spellcheck: false, inputmode: 'numeric', onInput: changed });
    };

    return () => h('div', { class: ['field', props.error && 'wrong'], 'data-field': props.name }, [
      h('div', { class: 'field-head' }, [
        h('label', { for: id }, word('setting', props.name)),
        props.saved ? h('span', { class: 'soft field-saved' }, t('field.saved', { value: props.saved })) : null,
      ]),
      control(),
      h('p', { id: `${id}-note`, class: props.error ? 'field-error' : 'soft field-hint', role: props.error ? 'alert' : null },
        props.error ?? props.hint),
    ]);
  },
};
