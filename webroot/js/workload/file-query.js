// Which files the viewer wants to see and in which order; kept while the page is another one.
import { reactive } from '../lib/vue.js';

/** What files can be put in order by, and which end of it comes first where nobody said otherwise. */
export const SORTS = { created: 'desc', name: 'asc', size: 'desc', node: 'asc', updated: 'desc' };

/** An empty text lets all through. */
export const wanted = reactive({ query: '', node: '', sort: 'created', order: 'desc' });

/** Puts the files in that order, or turns it round where it is that already. */
export function sortBy(sort) {
  const order = wanted.sort !== sort ? SORTS[sort] : wanted.order === 'asc' ? 'desc' : 'asc';
  Object.assign(wanted, { sort, order });
}

export const isFiltered = () => wanted.query !== '' || wanted.node !== '';

/** Whether a file is one of those, as far as its name and node tell. */
export const isWanted = ({ name, node }) =>
  (!wanted.node || node === wanted.node) && name.toLowerCase().includes(wanted.query.toLowerCase());
