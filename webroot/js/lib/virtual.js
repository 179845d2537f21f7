// Windows over long lists: which rows of thousands are in sight. This is the only place that knows where the library lies.
export {
  Virtualizer, defaultRangeExtractor, elementScroll, observeElementOffset, observeElementRect,
  observeWindowOffset, observeWindowRect, windowScroll,
} from '../../vendor/virtual/index.js';
