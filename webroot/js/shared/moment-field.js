import { h } from '../lib/vue.js';

const two = (value) => String(value).padStart(2, '0');

/** A moment as the browser's own field wants it: the viewer's time, without a zone. */
function local(at) {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '' :
    `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
    + `T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** A field for a moment: the viewer's time on the page, ISO-8601 to the rest of it, null where it is emptied. */
export const MomentField = {
  inheritAttrs: false,
  props: {
    label: { type: String, required: true },
    at: { type: String, default: '' },
  },
  emits: ['change'],
  setup(props, { attrs, emit }) {
    function changed({ target }) {
      const date = new Date(target.value);
      emit('change', Number.isNaN(date.getTime()) ? null : date.toISOString());
    }
    return () => h('label', { class: 'moment-field' }, [
      h('span', { class: 'soft' }, props.label),
      h('input', { type: 'datetime-local', step: 1, value: props.at ? local(props.at) : '', onChange: changed, ...attrs }),
    ]);
  },
};
