import { h } from '../lib/vue.js';
import { fullMoment, moment } from '../core/format.js';
import { store } from '../core/store.js';
import { Panel } from './panel.js';

/** A panel with the rows of an event topic, newest on top, that scrolls by itself. */
export const RowList = {
  props: {
    title: { type: String, required: true },
    empty: { type: String, required: true },
    /** Which field of the store. */
    field: { type: String, required: true },
    row: { type: Function, required: true },
    keyOf: { type: Function, default: (row) => row.id },
  },
  setup(props, { slots }) {
    return () => {
      const rows = store[props.field];
      return h(Panel, { title: props.title, ready: rows !== null, empty: rows?.length === 0 ? props.empty : '' }, {
        actions: slots.actions,
        default: () => h('ul', { class: 'rows', tabindex: 0, 'aria-label': props.title },
          rows.map((row) => h('li', { key: props.keyOf(row) }, props.row(row)))),
      });
    };
  },
};

/** The moment of a row: short, and in full on demand. */
export function rowTime(at) {
  return h('time', { class: 'soft', datetime: at, title: fullMoment(at) }, moment(at));
}
