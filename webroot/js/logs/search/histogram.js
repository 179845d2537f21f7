import { h } from '../../lib/vue.js';
import { duration, fullMoment, number } from '../../core/format.js';
import { t } from '../../core/language.js';

/** How many entries there are over time; a press on a bar narrows to its time. */
export const Histogram = {
  props: { histogram: { type: Object, required: true } },
  emits: ['range'],
  setup(props, { emit }) {
    function bar({ count, warnings, errors }, index, most) {
      const { from, bucketMs } = props.histogram;
      const begin = Date.parse(from) + index * bucketMs;
      const part = (amount, kind) => (amount > 0
        ? h('span', { class: ['log-bar-part', kind], style: { height: `${100 * amount / most}%` } }) : null);
      const label = t('search.bar', {
        at: fullMoment(begin), span: duration(bucketMs), count: number(count, 0), errors: number(errors, 0),
        warnings: number(warnings, 0),
      });
      return h('button', {
        key: begin,
        type: 'button',
        class: 'log-bar',
        disabled: count === 0,
        title: label,
        'aria-label': label,
        'data-count': count,
        onClick: () => emit('range', { from: new Date(begin).toISOString(), to: new Date(begin + bucketMs).toISOString() }),
      }, [part(count - warnings - errors, 'rest'), part(warnings, 'warn'), part(errors, 'bad')]);
    }

    return () => {
      const { from, bucketMs, bars } = props.histogram;
      const most = Math.max(1, ...bars.map(({ count }) => count));
      return bars.length === 0 ? null : h('figure', { class: 'log-histogram', 'aria-label': t('search.histogram') }, [
        h('div', { class: 'log-bars' }, bars.map((each, index) => bar(each, index, most))),
        h('figcaption', { class: 'soft' }, [
          h('span', fullMoment(Date.parse(from))),
          h('span', t('search.each', { span: duration(bucketMs) })),
          h('span', fullMoment(Date.parse(from) + bars.length * bucketMs)),
        ]),
      ]);
    };
  },
};
