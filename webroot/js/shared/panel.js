// A section of the page and what stands in for its content while there is none.
import { h } from '../lib/vue.js';
import { now } from '../core/clock.js';
import { age } from '../core/format.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';

let lastId = 0;

export const Panel = {
  props: {
    title: { type: String, required: true },
    /** Whether the content's data has come at all. */
    ready: { type: Boolean, default: true },
    /** What to say where the data has come and there is nothing in it, else an empty text. */
    empty: { type: String, default: '' },
    /** Whether to draw no frame around the content. */
    bare: { type: Boolean, default: false },
  },
  setup(props, { slots }) {
    const id = `panel-${++lastId}`;
    return () =>
      h('section', { class: ['panel', props.bare && 'bare'], 'aria-labelledby': id }, [
        h('header', { class: 'panel-head' }, [
          h('h2', { id }, props.title),
          store.lostAt !== null && props.ready ? h('span', { class: 'chip warn' }, staleness()) : null,
          slots.actions ? h('div', { class: 'panel-actions' }, slots.actions()) : null,
        ]),
        body(props, slots),
      ]);
  },
};

function staleness() {
  return t('stale', { age: age(now.value - store.lostAt) });
}

function body(props, slots) {
  if (!props.ready) {
    const waiting = store.connection.phase === 'connecting' || store.connection.phase === 'live';
    return h('p', { class: ['placeholder', waiting && 'loading'] }, t(waiting ? 'loading' : 'unreachable'));
  }
  return props.empty ? h('p', { class: 'placeholder' }, props.empty) : slots.default();
}
