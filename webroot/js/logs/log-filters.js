import { h } from '../lib/vue.js';
import { t, word } from '../core/language.js';
import { MomentField } from '../shared/moment-field.js';

/** From which level on; what is less grave is seldom asked for alone. */
const LEAST = ['DEBUG', 'INFO', 'WARN', 'ERROR'];

/** Which lines are shown: of which server, from which level on, and of which time. */
export const LogFilters = {
  props: {
    query: { type: Object, required: true },
    nodes: { type: Array, required: true },
  },
  emits: ['change'],
  setup(props, { emit }) {
    function choice(field, all, options) {
      const value = props.query[field];
      const known = !value || options.some(([code]) => code === value);
      return h('select', {
        'aria-label': t(`logs.${field}`),
        'data-filter': field,
        value,
        onChange: (event) => emit('change', { [field]: event.target.value }),
      }, [['', all], ...options, ...(known ? [] : [[value, value]])].map(([code, label]) =>
        h('option', { key: code, value: code, selected: code === value }, label)));
    }
    return () => [
      choice('node', t('logs.everyNode'), props.nodes.map((node) => [node, node])),
      choice('level', t('logs.everyLevel'), LEAST.map((level) => [level, t('logs.fromLevel', { level: word('level', level) })])),
      ...['from', 'to'].map((field) => h(MomentField, {
        label: t(`filter.${field}`),
        'data-filter': field,
        at: props.query[field],
        onChange: (at) => emit('change', { [field]: at }),
      })),
    ];
  },
};
