import { computed, h, nextTick, onBeforeUnmount, onMounted, onUpdated, ref, shallowRef, watch } from '../lib/vue.js';
import { Virtualizer, defaultRangeExtractor, elementScroll, observeElementOffset, observeElementRect } from '../lib/virtual.js';

const NEAR_END_PX = 30;
const OVERSCAN = 8;
/** How often a jump is put right while the rows around its goal are measured. */
const CORRECTIONS = 4;

/**
 * A list that scrolls by itself and draws only what is in sight of it. Rows may be of any height, and change it. What
 * the reader looks at stays where it is when rows come above it, unless the list follows its end. The row that has the
 * focus is drawn out of sight too, or the focus would be lost.
 */
export const VirtualList = {
  props: {
    items: { type: Array, required: true },
    keyOf: { type: Function, default: (item) => item.id },
    row: { type: Function, required: true },
    /** The usual height of a row, px. */
    estimate: { type: Number, required: true },
    label: { type: String, required: true },
    /** Whether the newest row, the last one, stays in sight. */
    follow: { type: Boolean, default: false },
  },
  /** end: the reader scrolled, and whether the end is in sight now. */
  emits: ['end'],
  setup(props, { emit, expose }) {
    const scroller = shallowRef(null);
    const drawn = ref(0);
    let focused = null;
    const options = () => {
      const { items, keyOf } = props;
      return {
        count: items.length,
        getItemKey: (index) => keyOf(items[index]),
        estimateSize: () => props.estimate,
        getScrollElement: () => scroller.value,
        observeElementRect,
        observeElementOffset,
        scrollToFn: elementScroll,
        overscan: OVERSCAN,
        rangeExtractor: withFocused,
        onChange: () => { drawn.value++; },
      };
    };
    const virtual = new Virtualizer(options());
    const inSight = computed(() => {
      void drawn.value;
      virtual.setOptions(options());
      return { rows: virtual.getVirtualItems(), height: virtual.getTotalSize() };
    });
    const focus = ({ target }) => { focused = virtual.measurementsCache[target.closest('li')?.dataset.index]?.key ?? null; };
    const measure = (element) => virtual.measureElement(element);

    // Flushed before the list is drawn anew, so that what is in sight is known by the old items.
    watch(() => props.items, async (items, before) => {
      const anchor = props.follow || !scroller.value?.scrollTop ? null : firstInSight(before);
      await nextTick();
      const index = anchor ? items.findIndex((item) => props.keyOf(item) === anchor.key) : -1;
      if (index >= 0) {
        scroller.value.scrollTop = virtual.measurementsCache[index].start + anchor.into;
      }
    });

    function firstInSight(items) {
      const { scrollTop } = scroller.value;
      const row = virtual.getVirtualItemForOffset(scrollTop);
      return row && row.index < items.length ? { key: row.key, into: scrollTop - row.start } : null;
    }

    function stick() {
      if (props.follow && scroller.value) {
        scroller.value.scrollTop = scroller.value.scrollHeight;
      }
    }

    function scrolled({ target: { scrollTop, scrollHeight, clientHeight } }) {
      emit('end', scrollHeight - scrollTop - clientHeight < NEAR_END_PX);
    }

    function withFocused(range) {
      const rows = defaultRangeExtractor(range);
      const index = focused === null ? -1 : virtual.measurementsCache.findIndex(({ key }) => key === focused);
      return index < 0 || rows.includes(index) ? rows : [...rows, index].sort((a, b) => a - b);
    }

    /** Brings a row to the middle of the list. */
    function show(index, corrections = CORRECTIONS) {
      const offset = virtual.getOffsetForIndex(index, 'center');
      if (offset && scroller.value) {
        scroller.value.scrollTop = offset[0];
        if (corrections > 0) {
          requestAnimationFrame(() => show(index, corrections - 1));
        }
      }
    }

    onMounted(() => {
      virtual._willUpdate();
      drawn.value++;
      stick();
    });
    onUpdated(() => {
      virtual._willUpdate();
      stick();
    });
    onBeforeUnmount(virtual._didMount());
    expose({ show });

    const row = ({ index, key, start }) => h('li', {
      key,
      ref: measure,
      'data-index': index,
      'aria-setsize': props.items.length,
      'aria-posinset': index + 1,
      style: { transform: `translateY(${start}px)` },
    }, props.row(props.items[index], index));

    return () => h('div', {
      ref: scroller,
      class: 'virtual',
      tabindex: 0,
      role: 'region',
      'aria-label': props.label,
      onScroll: scrolled,
      onFocusin: focus,
      onFocusout: () => { focused = null; },
    }, h('ul', { class: 'virtual-space', style: { height: `${inSight.value.height}px` } }, inSight.value.rows.map(row)));
  },
};
