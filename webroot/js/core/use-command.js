// A command behind a button: busy while it runs, its problem shown, its success said.
import { ref } from '../lib/vue.js';
import { complain, say } from './notices.js';
import { Problem } from './problem.js';

/**
 * @returns {{busy: import('vue').Ref<boolean>, run: (work: () => Promise<object>, done?: (answer: object) => string)
 *   => Promise<object | null>}} `run` answers null where it failed
 */
export function useCommand() {
  const busy = ref(false);
  async function run(work, done) {
    if (busy.value) {
      return null;
    }
    busy.value = true;
    try {
      const answer = await work();
      if (done) {
        say(done(answer));
      }
      return answer;
    } catch (problem) {
      if (!(problem instanceof Problem)) {
        throw problem;
      }
      complain(problem);
      return null;
    } finally {
      busy.value = false;
    }
  }
  return { busy, run };
}
