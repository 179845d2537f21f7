// Which records have what the viewer searches for, and where. Plain text is looked for at once; a pattern by a worker,
// since some patterns take for ever on some lines and the page must not stand still.
import { computed, onBeforeUnmount, ref, shallowRef, watch } from '../lib/vue.js';
import { parts, ranges, understand } from './match.js';

const PATTERN_LIMIT_MS = 2_000;

/**
 * @param {import('vue').Ref<string>} question
 * @param {import('vue').Ref<object[]>} records
 * @returns {{found: import('vue').ShallowRef<Map<number, number[][]>>, problem: import('vue').Ref<{code: string, why:
 *   string} | null>, active: import('vue').ComputedRef<boolean>}} found: by the key of a record, where in it
 */
export function useFinder(question, records) {
  const understood = computed(() => understand(question.value));
  const found = shallowRef(new Map());
  const problem = ref(null);
  let searched = new WeakSet();
  let worker = null;
  let timer = 0;
  let asked = 0;

  function take(results) {
    if (results.length > 0) {
      found.value = new Map([...found.value, ...results]);
    }
  }

  function endWorker() {
    clearTimeout(timer);
    worker?.terminate();
    worker = null;
    timer = 0;
  }

  function ask(rows) {
    if (!worker) {
      worker = new Worker(new URL('./match-worker.js', import.meta.url), { type: 'module' });
      worker.onmessage = ({ data }) => {
        clearTimeout(timer);
        timer = 0;
        if (data.asked === asked) {
          take(data.found);
          search();
        }
      };
    }
    timer = setTimeout(() => {
      endWorker();
      problem.value = { code: 'slow', why: '' };
    }, PATTERN_LIMIT_MS);
    worker.postMessage({ asked, understood: understood.value, rows });
  }

  function search() {
    const { kind } = understood.value;
    if (kind === 'none' || problem.value || (kind === 'pattern' && timer)) {
      return;
    }
    const fresh = records.value.filter((record) => !searched.has(record));
    fresh.forEach((record) => searched.add(record));
    if (kind === 'text') {
      take(fresh.map((record) => [record.key, ranges(parts(record), understood.value)]).filter(([, all]) => all.length > 0));
    } else if (fresh.length > 0) {
      ask(fresh.map((record) => [record.key, parts(record)]));
    }
  }

  function startOver() {
    asked++;
    endWorker();
    searched = new WeakSet();
    found.value = new Map();
    const { kind, why } = understood.value;
    problem.value = kind === 'wrong' ? { code: 'wrong', why } : null;
    search();
  }

  watch(understood, startOver, { immediate: true });
  watch(records, search);
  onBeforeUnmount(endWorker);

  return { found, problem, active: computed(() => understood.value.kind !== 'none') };
}
