// Reads what the server finds in the logs: a first page with its counts, and further ones behind it.
import { onBeforeUnmount, shallowReactive, watch } from '../../lib/vue.js';
import { Problem } from '../../core/problem.js';
import { rest } from '../../core/rest.js';
import { store } from '../../core/store.js';

/** The parameters of the address that are the query's, and what the server calls them. */
const NAMES = { find: 'q', service: 'service', node: 'node', levels: 'level', from: 'from', to: 'to', sort: 'sort' };

const PAGE = 100;

/** @param {Record<string, string>} query of the address */
export function parameters(query) {
  const wanted = new URLSearchParams();
  for (const [own, theirs] of Object.entries(NAMES)) {
    if (query[own]) {
      wanted.set(theirs, query[own]);
    }
  }
  return wanted;
}

/**
 * @param {import('vue').ComputedRef<Record<string, string>>} query of the address
 * @returns {{state: object, more: () => Promise<void>, again: () => Promise<void>}} state: page: the first page, or null;
 *   hits: of all pages that were read; cursor: of the next, or null; busy; problem: why the last reading failed, or null
 */
export function useSearch(query) {
  const state = shallowReactive({ page: null, hits: [], cursor: null, busy: false, problem: null });
  let asked = 0;

  async function read(cursor) {
    const mine = ++asked;
    Object.assign(state, { busy: true, problem: null });
    const wanted = parameters(query.value);
    wanted.set('limit', PAGE);
    if (cursor) {
      wanted.set('cursor', cursor);
    }
    try {
      const page = await rest('GET', `/api/logs/search?${wanted}`);
      if (mine === asked) {
        Object.assign(state, {
          page: cursor ? state.page : page,
          hits: cursor ? [...state.hits, ...page.hits] : page.hits,
          cursor: page.nextCursor,
        });
      }
    } catch (failure) {
      if (!(failure instanceof Problem)) {
        throw failure;
      }
      if (mine === asked) {
        state.problem = failure;
      }
    } finally {
      if (mine === asked) {
        state.busy = false;
      }
    }
  }

  const again = () => read(null);
  watch([() => parameters(query.value).toString(), () => store.connection.phase], ([, phase]) => {
    if (phase === 'live') {
      again();
    }
  }, { immediate: true });
  onBeforeUnmount(() => { asked++; });

  return { state, more: () => (state.busy || !state.cursor ? Promise.resolve() : read(state.cursor)), again };
}
