import { computed, h } from '../lib/vue.js';
import { now } from '../core/clock.js';
import { fullMoment, number } from '../core/format.js';
import { t } from '../core/language.js';
import { AROUND_MS, reach } from './moment.js';

/** Which moment is looked at, how much was written around it, and plainly where the logs do not reach that far. */
export const MomentBar = {
  props: {
    at: { type: Number, required: true },
    records: { type: Array, required: true },
    nodes: { type: Array, required: true },
    state: { type: Object, required: true },
  },
  emits: ['live'],
  setup(props, { emit }) {
    const near = computed(() => props.records.filter((record) => Math.abs(record.at - props.at) <= AROUND_MS).length);
    const answers = computed(() => {
      const begins = new Map();
      for (const { node, at } of props.records) {
        if (!begins.has(node)) {
          begins.set(node, at);
        }
      }
      return reach(props.at, now.value, begins, props.state.whole);
    });

    function answer({ code, node, begins }) {
      return code === 'reached'
        ? t(near.value > 0 ? 'logs.moment.near' : 'logs.moment.silent', { count: number(near.value) })
        : t(`logs.moment.${code}`, { node, begins: begins && fullMoment(begins) });
    }

    return () => h('div', { class: 'remark moment-bar', 'data-moment-bar': '', 'data-near-count': near.value }, [
      h('p', [h('strong', t('logs.moment.title', { at: fullMoment(props.at), nodes: props.nodes.join(', ') })), ' ',
        props.state.read ? null : h('span', { class: 'loading' }, t('logs.reading'))]),
      props.state.read ? answers.value.map((each) =>
        h('p', { class: each.code === 'reached' ? null : 'warn-text', 'data-reach': each.code }, answer(each))) : null,
      h('button', { type: 'button', class: 'small', 'data-action': 'live', onClick: () => emit('live') }, t('logs.moment.live')),
    ]);
  },
};
