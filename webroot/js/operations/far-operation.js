import { h } from '../lib/vue.js';
import { problemText, t } from '../core/language.js';
import { command } from '../core/session.js';
import { useReading } from '../core/use-reading.js';
import { OperationRow } from './operation-row.js';

/** The operation that a link names where it is not among the rows: it is older, or the filters keep it out. */
export const FarOperation = {
  props: { id: { type: Number, required: true } },
  emits: ['close'],
  setup(props, { emit }) {
    const { answer, problem, again } = useReading(() => props.id, (id) => command('get-operation', { id }));

    function content() {
      if (problem.value) {
        return problem.value.status === 404
          ? h('p', { class: 'remark warn', role: 'alert' }, t('operations.gone', { id: props.id }))
          : h('p', { class: 'remark warn', role: 'alert' }, [
            problemText(problem.value).text, ' ',
            h('button', { type: 'button', class: 'small', onClick: again }, t('operations.retry')),
          ]);
      }
      return answer.value
        ? h(OperationRow, { operation: answer.value.operation, open: true, onToggle: () => emit('close') })
        : h('p', { class: 'placeholder loading' }, t('operations.reading'));
    }

    return () => h('div', { class: 'far-operation' }, [
      h('div', { class: 'far-head' }, [
        h('span', { class: 'soft' }, t('operations.far')),
        h('button', { type: 'button', class: 'small quiet', onClick: () => emit('close') }, t('operations.close')),
      ]),
      content(),
    ]);
  },
};
