import { h } from '../lib/vue.js';

/** Something that is on or off; it shows the server's word, and asks for the other on a press. */
export const SwitchButton = {
  props: {
    on: { type: Boolean, required: true },
    label: { type: String, required: true },
    disabled: { type: Boolean, default: false },
  },
  emits: ['toggle'],
  setup: (props, { emit }) => () =>
    h('button', {
      type: 'button',
      class: 'switch',
      role: 'switch',
      'aria-checked': props.on,
      disabled: props.disabled,
      onClick: () => emit('toggle', !props.on),
    }, [h('span', { class: 'switch-track', 'aria-hidden': 'true' }, h('span', { class: 'switch-knob' })), props.label]),
};
