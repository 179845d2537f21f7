import { h } from '../lib/vue.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { icon } from '../shared/icon.js';
import { SwitchButton } from '../shared/switch-button.js';

/** Whether the lines are live, and what can be done with them. */
export const LogActions = {
  props: {
    follows: { type: Boolean, required: true },
    paused: { type: Boolean, required: true },
    wrapped: { type: Boolean, required: true },
    empty: { type: Boolean, required: true },
  },
  emits: ['pause', 'wrap', 'clear', 'copy'],
  setup(props, { emit }) {
    const button = (name, disabled = false) => h('button', {
      type: 'button', class: 'small', disabled, 'data-action': name, onClick: () => emit(name),
    }, t(`logs.${name}`));

    function standing() {
      if (store.connection.phase !== 'live') {
        return h('span', { class: 'chip warn', 'data-tail': 'away' }, t('log.away'));
      }
      return props.follows
        ? h('span', { class: 'chip good', 'data-tail': 'live' }, t('log.live'))
        : h('span', { class: 'chip', 'data-tail': 'held' }, t('logs.held'));
    }

    return () => [
      standing(),
      h('button', {
        type: 'button', class: 'small', 'aria-pressed': props.paused, 'data-action': 'pause', onClick: () => emit('pause'),
      }, [icon(props.paused ? 'play' : 'pause'), t(props.paused ? 'logs.resume' : 'logs.pause')]),
      h(SwitchButton, { on: props.wrapped, label: t('logs.wrap'), 'data-action': 'wrap', onToggle: () => emit('wrap') }),
      button('copy', props.empty),
      button('clear', props.empty),
    ];
  },
};
