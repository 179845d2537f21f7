// Which rows of a long list are in sight: only those are drawn, however many there are. All rows are of one height.
import { onBeforeUnmount, onMounted, onUpdated, shallowRef, triggerRef } from '../lib/vue.js';
import { Virtualizer, elementScroll, observeElementOffset, observeElementRect } from '../lib/virtual.js';

const OVERSCAN = 8;

/**
 * To be called in a component's setup; the component is drawn anew when other rows come into sight.
 *
 * @param {() => HTMLElement | null} box what scrolls
 * @param {() => number} count how many rows there are
 * @param {() => number} rowPx how high each is
 * @param {() => number} [kept] a row that stays drawn out of sight too, as the one with the focus must, or -1
 */
export function useRowWindow(box, count, rowPx, kept = () => -1) {
  const shape = () => `${count()}/${rowPx()}`;
  let drawn = '';
  let drawnKept = -1;
  const options = () => ({
    count: count(),
    getScrollElement: box,
    estimateSize: rowPx,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => triggerRef(virtualizer),
    rangeExtractor: ({ startIndex, endIndex, count: all }) => {
      const from = Math.max(0, startIndex - OVERSCAN);
      const rows = Array.from({ length: Math.min(all, endIndex + 1 + OVERSCAN) - from }, (_, at) => from + at);
      return kept() < 0 || kept() >= all || rows.includes(kept()) ? rows : [...rows, kept()].sort((a, b) => a - b);
    },
  });
  const virtualizer = shallowRef(null);
  virtualizer.value = new Virtualizer(options());
  let cleanUp = null;

  onMounted(() => {
    cleanUp = virtualizer.value._didMount();
    virtualizer.value._willUpdate();
  });
  onUpdated(() => virtualizer.value._willUpdate());
  onBeforeUnmount(() => cleanUp?.());

  /** Brings it up to what the list is now; to be called while drawing. */
  function current() {
    const now = virtualizer.value;
    if (drawn !== shape()) {
      drawn = shape();
      now.setOptions(options());
      now.measure();
    } else if (drawnKept !== kept()) {
      // It remembers the range until its options are others.
      now.setOptions(options());
    }
    drawnKept = kept();
    return now;
  }

  return {
    /** The rows to draw, as {index, start} with px from the top. */
    rows: () => current().getVirtualItems(),
    /** How high all rows are together, px. */
    height: () => current().getTotalSize(),
    /** Brings a row into sight. */
    show: (index) => current().scrollToIndex(index, { align: 'auto' }),
  };
}
