// Plans with other settings, which the server works out and moves nothing for. Asked once the viewer stops typing, and
// again when the plan that stands becomes another one, since the counts behind it have changed then.
import { onScopeDispose, shallowReactive, shallowRef, watch } from '../lib/vue.js';
import { Problem } from '../core/problem.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { asCommand, saved } from './settings-draft.js';

export const TRIED = ['threshold', 'strategy', 'batch'];

const PAUSE_MS = 250;

/** @returns what is tried, as texts; what came out; and what the server has against it */
export function useWhatIf() {
  const tried = shallowReactive({});
  const plan = shallowRef(null);
  const problem = shallowRef(null);
  const asking = shallowRef(false);
  let timer = 0;
  let latest = 0;

  const values = () => ({ ...saved.value, ...tried });
  const isTried = () => TRIED.some((field) => field in tried);

  async function ask() {
    const mine = ++latest;
    asking.value = true;
    try {
      const answer = await command('what-if', asCommand(values(), TRIED));
      if (mine === latest) {
        plan.value = answer;
        problem.value = null;
      }
    } catch (failure) {
      if (!(failure instanceof Problem)) {
        throw failure;
      }
      if (mine === latest) {
        plan.value = null;
        problem.value = failure;
      }
    } finally {
      if (mine === latest) {
        asking.value = false;
      }
    }
  }

  function askSoon() {
    clearTimeout(timer);
    if (isTried() && store.connection.phase === 'live') {
      timer = setTimeout(ask, PAUSE_MS);
    }
  }

  function tryOut(field, value) {
    tried[field] = value;
    askSoon();
  }

  function reset() {
    clearTimeout(timer);
    latest++;
    asking.value = false;
    TRIED.forEach((field) => delete tried[field]);
    plan.value = null;
    problem.value = null;
  }

  watch([() => store.plan?.inputHash, () => store.connection.phase, saved], askSoon);
  onScopeDispose(() => clearTimeout(timer));

  return { values, isTried, tryOut, reset, plan, problem, asking };
}
