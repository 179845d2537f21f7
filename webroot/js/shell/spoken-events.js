import { computed, h } from '../lib/vue.js';
import { sentence } from '../core/format.js';
import { store } from '../core/store.js';

/** Reads changes of leader, role and quorum aloud; those that were there when the page opened are not told. */
export const SpokenEvents = {
  setup() {
    const opened = Date.now();
    const newest = computed(() => {
      const [event] = store.elections ?? [];
      return event && Date.parse(event.at) + (store.clockAheadMs ?? 0) > opened ? sentence(event, 'message') : '';
    });
    return () => h('div', { class: 'unseen', 'aria-live': 'polite' }, newest.value);
  },
};
