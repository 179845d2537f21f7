// What a page shows, kept in its address: it can be linked, and the back button undoes a choice.
import { computed } from '../lib/vue.js';
import { useRoute, useRouter } from '../lib/router.js';

/**
 * @param {string[]} names of the query's parameters that are this part's own
 * @returns {{query: import('vue').ComputedRef<Record<string, string>>,
 *   change: (values: Record<string, string | null>, kept?: boolean) => void}} query: each name with its text, empty
 *   where it is absent; change: sets some, empty ones are taken out; kept: whether the back button undoes it
 */
export function useQuery(names) {
  const route = useRoute();
  const router = useRouter();
  const own = route.name;
  const text = (value) => String((Array.isArray(value) ? value[0] : value) ?? '');
  let last = {};
  const query = computed(() => {
    // While another page is already the goal, this one still shows what it did.
    if (route.name === own) {
      last = Object.fromEntries(names.map((name) => [name, text(route.query[name])]));
    }
    return last;
  });

  function change(values, kept = true) {
    const next = { ...route.query, ...values };
    const filled = Object.fromEntries(Object.entries(next).filter(([, value]) => value));
    router[kept ? 'push' : 'replace']({ name: own, query: filled });
  }

  return { query, change };
}
