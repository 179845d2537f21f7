// Questions to the viewer; shown by `shell/question-dialog.js`, one at a time.
import { shallowRef } from '../lib/vue.js';

export const question = shallowRef(null);

/**
 * Asks and waits.
 *
 * @param {{title: string, lines?: string[], verdict?: object, view?: () => object, confirm: string, danger?: boolean,
 *   fields?: {name: string, label: string, maxlength?: number, required?: boolean, pattern?: string}[]}} what verdict:
 *   what it would mean for the quorum, as the server answers `verdict`; view: what else it comes to
 * @returns {Promise<object | null>} the fields' values by name, or null where the viewer thought better of it
 */
export function ask(what) {
  question.value?.answer(null);
  return new Promise((resolve) => {
    const asked = {
      ...what,
      answer(values) {
        if (question.value === asked) {
          question.value = null;
        }
        resolve(values);
      },
    };
    question.value = asked;
  });
}
