import { h } from '../../lib/vue.js';
import { number } from '../../core/format.js';
import { t, word } from '../../core/language.js';

const LISTS = [
  ['services', 'service', (value) => word('logService', value)],
  ['nodes', 'node', (value) => value],
  ['levels', 'levels', (value) => word('level', value.toUpperCase())],
];

export const chosen = (text) => (text ? text.split(',') : []);

/** What the entries are, with how many of each; a press narrows to it, or widens again. */
export const Facets = {
  props: {
    facets: { type: Object, required: true },
    query: { type: Object, required: true },
    exact: { type: Boolean, required: true },
  },
  emits: ['change'],
  setup(props, { emit }) {
    function toggle(name, value) {
      const now = chosen(props.query[name]);
      const next = now.includes(value) ? now.filter((other) => other !== value) : [...now, value];
      emit('change', { [name]: next.join(',') || null });
    }

    function list([field, name, label]) {
      const now = chosen(props.query[name]);
      // What is chosen stays to be seen, though nothing is like that any more.
      const none = now.filter((value) => !props.facets[field].some((facet) => facet.value === value))
        .map((value) => ({ value, count: 0 }));
      const all = [...props.facets[field], ...none];
      return all.length === 0 ? null : h('fieldset', { key: field, 'data-facet': name }, [
        h('legend', t(`search.${field}`)),
        all.map(({ value, count }) => h('button', {
          key: value,
          type: 'button',
          class: 'facet small',
          'aria-pressed': now.includes(value),
          'data-value': value,
          onClick: () => toggle(name, value),
        }, [h('span', label(value)), h('span', { class: 'facet-count' }, `${number(count, 0)}${props.exact ? '' : '+'}`)])),
      ]);
    }

    return () => h('div', { class: 'log-facets' }, LISTS.map(list));
  },
};
