import { h } from '../lib/vue.js';
import { bytes, number } from '../core/format.js';
import { t } from '../core/language.js';
import { icon } from '../shared/icon.js';

const MOST_SHOWN = 5;

/** The first moves of a plan, and how many more there are. */
export const MoveList = {
  props: {
    moves: { type: Array, required: true },
    most: { type: Number, default: MOST_SHOWN },
  },
  setup: (props) => () => {
    const left = props.moves.length - props.most;
    return props.moves.length === 0 ? null : h('ul', { class: 'moves', 'aria-label': t('plan.moves') }, [
      props.moves.slice(0, props.most).map((move) => h('li', { key: move.fileId, 'data-move': move.fileId }, [
        h('span', { class: 'file', title: move.name }, move.name),
        h('span', { class: 'soft' }, bytes(move.sizeBytes)),
        h('span', { class: 'way' }, [move.from, icon('arrow'), move.to]),
      ])),
      left > 0 ? h('li', { class: 'soft' }, t('plan.more', { count: number(left, 0) })) : null,
    ]);
  },
};
