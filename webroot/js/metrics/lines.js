// How each node's line looks, in every chart alike: no two of up to thirty have both colour and dashes in common.
import { computed, reactive, shallowRef } from '../lib/vue.js';
import { inks } from '../lib/time-chart.js';
import { store } from '../core/store.js';

const COLOURS = 6;
const DASHES = [[], [7, 3], [2, 2], [9, 3, 2, 3], [14, 4]];
const SIGNS = ['circle', 'rect', 'triangle', 'rectRot', 'crossRot', 'star', 'cross'];

const NAMES = {
  soft: 'text-soft',
  grid: 'line',
  cursor: 'text',
  pinned: 'accent',
  lead: 'lead',
  bad: 'bad',
  good: 'good',
  warn: 'warn',
  ...Object.fromEntries(Array.from({ length: COLOURS }, (_, i) => [`series-${i + 1}`, `node-${i + 1}`])),
};

/** The theme's colours as a canvas takes them. */
export const palette = shallowRef(null);

/** To be called when the theme has changed. */
export function readPalette() {
  palette.value = inks(NAMES);
}

/** The nodes whose lines the viewer has put away, by id. */
export const hidden = reactive(new Set());

/** The nodes in the ensemble's order, each with the look of its line. */
export const looks = computed(() => (store.ensemble?.nodes ?? []).map(({ id }, index) => ({
  id,
  colour: `series-${(index % COLOURS) + 1}`,
  dash: DASHES[index % DASHES.length],
  sign: SIGNS[index % SIGNS.length],
})));

/** Those that are shown. */
export const shownLooks = computed(() => looks.value.filter(({ id }) => !hidden.has(id)));
