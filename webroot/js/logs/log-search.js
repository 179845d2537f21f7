import { h } from '../lib/vue.js';
import { number } from '../core/format.js';
import { t } from '../core/language.js';
import { icon } from '../shared/icon.js';

/** The search box: what is looked for, how often it is there, and the way from one to the next. */
export const LogSearch = {
  props: {
    question: { type: String, required: true },
    only: { type: Boolean, required: true },
    active: { type: Boolean, required: true },
    count: { type: Number, required: true },
    /** Which of them the viewer stands on, from 1; 0 for none. */
    position: { type: Number, required: true },
    problem: { type: Object, default: null },
  },
  emits: ['ask', 'only', 'step'],
  setup(props, { emit }) {
    function key(event) {
      if (event.key === 'Enter') {
        event.preventDefault();
        emit('step', event.shiftKey ? -1 : 1);
      } else if (event.key === 'Escape' && props.question) {
        emit('ask', '');
      }
    }

    function outcome() {
      if (props.problem) {
        return t(`logs.search.${props.problem.code}`, { why: props.problem.why });
      }
      if (!props.active) {
        return '';
      }
      return props.position > 0
        ? t('logs.search.at', { position: number(props.position), count: number(props.count) })
        : t('logs.search.count', { count: number(props.count) });
    }

    const step = (by, name, symbol) => h('button', {
      type: 'button',
      class: ['small', symbol],
      disabled: props.count === 0,
      title: t(`logs.search.${name}`),
      'aria-label': t(`logs.search.${name}`),
      'data-action': name,
      onClick: () => emit('step', by),
    }, icon('opened'));

    return () => h('div', { class: 'log-search', role: 'search' }, [
      h('span', { class: 'log-question' }, [
        icon('search'),
        h('input', {
          type: 'search',
          value: props.question,
          maxlength: 300,
          placeholder: t('logs.search.hint'),
          'aria-label': t('logs.search.label'),
          'aria-invalid': props.problem !== null,
          'data-search': '',
          spellcheck: false,
          autocomplete: 'off',
          onInput: (event) => emit('ask', event.target.value),
          onKeydown: key,
        }),
      ]),
      step(-1, 'previous', 'turned'),
      step(1, 'next', ''),
      h('label', { class: 'check' }, [
        h('input', {
          type: 'checkbox', checked: props.only, 'data-only': '', onChange: (event) => emit('only', event.target.checked),
        }),
        t('logs.search.only'),
      ]),
      h('span', { class: ['log-outcome', props.problem ? 'warn-text' : 'soft'], role: 'status', 'data-found': props.count }, outcome()),
    ]);
  },
};
