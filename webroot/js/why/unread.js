import { h } from '../lib/vue.js';
import { problemText, t } from '../core/language.js';

/** What stands where something is still being read, or could not be: the reason, and a button to try again. */
export function unread({ problem, again }) {
  if (!problem.value) {
    return h('p', { class: 'placeholder loading', role: 'status' }, t('why.reading'));
  }
  const { text, hint } = problemText(problem.value);
  return h('p', { class: 'remark warn', role: 'alert' }, [
    t('why.unread', { why: [text, hint].filter(Boolean).join(' ') }),
    ' ',
    h('button', { type: 'button', class: 'small', onClick: again }, t('why.again')),
  ]);
}
