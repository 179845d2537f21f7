// What there is to say beside the lines: which servers have none and why, and how many there are.
import { h } from '../lib/vue.js';
import { number } from '../core/format.js';
import { problemText, t } from '../core/language.js';
import { store } from '../core/store.js';

/** Why the lines of a server are not there; and that the stream is away. */
export const LogProblems = {
  props: {
    state: { type: Object, required: true },
  },
  setup: (props) => () => [
    ...Object.entries(props.state.failed).map(([node, problem]) => {
      const { text, hint } = problemText(problem);
      const why = problem.code === 'not_configured' && problem.detail ? problem.detail : text;
      return h('p', { key: node, class: 'remark warn', role: 'alert', 'data-unread': node },
        [t('logs.unread', { node, why }), hint ? ` ${hint}` : null]);
    }),
    store.lostAt === null ? null : h('p', { class: 'remark warn', 'data-away': '' }, t('logs.away')),
  ],
};

/** How many lines there are, and how to have more. */
export const LogFoot = {
  props: {
    count: { type: Number, required: true },
    all: { type: Number, required: true },
    dropped: { type: Number, required: true },
    state: { type: Object, required: true },
  },
  emits: ['further'],
  setup: (props, { emit }) => () => h('div', { class: 'log-foot soft' }, [
    h('span', { 'data-lines': props.count }, props.count === props.all
      ? t('logs.count', { count: number(props.count) })
      : t('logs.countOf', { count: number(props.count), all: number(props.all) })),
    props.dropped > 0 ? h('span', t('logs.dropped', { count: number(props.dropped) })) : null,
    props.state.missed > 0
      ? h('span', { class: 'chip warn', 'data-missed': props.state.missed }, t('log.missed', { count: number(props.state.missed) }))
      : null,
    props.state.further ? h('button', {
      type: 'button',
      class: 'small quiet',
      'data-action': 'further',
      disabled: props.state.busy || store.connection.phase !== 'live',
      onClick: () => emit('further'),
    }, t(props.state.busy ? 'logs.reading' : 'logs.further')) : null,
  ]),
};
