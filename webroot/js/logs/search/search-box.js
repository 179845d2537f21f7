import { h, ref, watch } from '../../lib/vue.js';
import { t } from '../../core/language.js';
import { icon } from '../../shared/icon.js';
import { remember, searched } from './history.js';

export const EXAMPLES = ['leader election', '"session expired" OR expiring', 'exception NOT connection', 'fsync*'];

/** What is looked for: a field that remembers, and the place of what in it cannot be read. */
export const SearchBox = {
  props: {
    text: { type: String, required: true },
    /** Why it cannot be read, or null. */
    problem: { type: Object, default: null },
  },
  emits: ['search'],
  setup(props, { emit }) {
    const field = ref(null);
    const typed = ref(props.text);
    const known = ref(searched());
    watch(() => props.text, (text) => { typed.value = text; });

    function search(text) {
      typed.value = text;
      if (text.trim()) {
        remember(text.trim());
        known.value = searched();
      }
      emit('search', text.trim());
    }

    /** The query with a mark where it cannot be read, and what is wrong there. */
    function pointed() {
      const { value, position, detail } = props.problem;
      const at = Math.min(position, value.length);
      return h('div', { id: 'log-query-problem', class: 'log-query-problem', role: 'alert', 'data-position': position }, [
        h('code', [value.slice(0, at), h('mark', value.slice(at, at + 1) || ' '), value.slice(at + 1)]),
        h('p', `${t('search.wrong')} ${detail}`),
      ]);
    }

    return () => h('div', { class: 'log-find' }, [
      h('form', {
        class: 'log-find-form',
        role: 'search',
        onSubmit: (event) => {
          event.preventDefault();
          search(typed.value);
        },
      }, [
        h('span', { class: 'log-question' }, [
          icon('search'),
          h('input', {
            ref: field,
            type: 'search',
            list: 'log-searches',
            value: typed.value,
            maxlength: 1000,
            placeholder: t('search.hint'),
            'aria-label': t('search.label'),
            'aria-invalid': props.problem !== null,
            'aria-describedby': props.problem ? 'log-query-problem' : null,
            'data-find': '',
            spellcheck: false,
            autocomplete: 'off',
            onInput: (event) => { typed.value = event.target.value; },
          }),
          h('datalist', { id: 'log-searches' }, known.value.map((text) => h('option', { key: text, value: text }))),
        ]),
        h('button', { type: 'submit', class: 'primary small', 'data-action': 'find' }, t('search.go')),
      ]),
      props.problem ? pointed() : null,
      props.text ? null : h('p', { class: 'log-examples soft' }, [
        t('search.examples'), ' ', EXAMPLES.map((text) => h('button', {
          key: text, type: 'button', class: 'small quiet', 'data-example': text, onClick: () => search(text),
        }, h('code', text))),
      ]),
    ]);
  },
};
