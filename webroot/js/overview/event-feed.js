// Everything that happens, as it happens, in one list.
import { h, onBeforeUnmount, onMounted, ref } from '../lib/vue.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { icon } from '../shared/icon.js';
import { Panel } from '../shared/panel.js';
import { DESK_REM_PX, remPx } from '../shared/rem.js';
import { useRowWindow } from '../shared/row-window.js';
import { KINDS } from './feed-rows.js';
import { FeedRow } from './feed-row.js';
import { useFeed } from './feed.js';

/** A row is one line where there is room for it, else it is as high as two lines and what can be done with it; in rem. */
const ROW = 40 / DESK_REM_PX;
const NARROW_ROW = 82 / DESK_REM_PX;
const NARROW_PX = 960;

export const EventFeed = {
  setup() {
    const box = ref(null);
    const rowPx = ref(Math.round(ROW * remPx()));
    const focused = ref(null);
    const feed = useFeed();
    const indexOfFocus = () => feed.rows.value.findIndex(({ key }) => key === focused.value);
    const inSight = useRowWindow(() => box.value, () => feed.rows.value.length, () => rowPx.value, indexOfFocus);

    const observer = new ResizeObserver(([{ contentRect: { width } }]) => {
      rowPx.value = Math.round((width < NARROW_PX ? NARROW_ROW : ROW) * remPx());
    });
    onMounted(() => observer.observe(box.value));
    onBeforeUnmount(() => observer.disconnect());

    function showFresh() {
      box.value.scrollTop = 0;
      feed.release();
    }

    const holders = {
      onPointerenter: () => feed.hold('pointer', true),
      onPointerleave: () => feed.hold('pointer', false),
      onFocusin: ({ target }) => {
        focused.value = target.closest('[data-key]')?.dataset.key ?? null;
        feed.hold('focus', true);
      },
      onFocusout: ({ relatedTarget, currentTarget }) => {
        if (!currentTarget.contains(relatedTarget)) {
          focused.value = null;
          feed.hold('focus', false);
        }
      },
      onScroll: ({ target }) => feed.hold('scroll', target.scrollTop > 0),
    };

    const actions = () => [
      h('span', { class: 'feed-kinds', role: 'group', 'aria-label': t('feed.kinds') }, KINDS.map((kind) => h('button', {
        type: 'button',
        key: kind,
        class: 'small filter-chip',
        'aria-pressed': feed.kinds.value.has(kind),
        'data-kind-filter': kind,
        onClick: () => feed.toggle(kind),
      }, t(`feed.kind.${kind}`)))),
    ];

    return () => h(Panel, { title: t('feed.title'), class: 'feed-panel' }, {
      actions,
      default: () => h('div', { class: 'feed-frame' }, [
        feed.fresh.value === 0 ? null : h('button', {
          type: 'button',
          class: 'small primary feed-fresh',
          'data-action': 'feed-fresh',
          onClick: showFresh,
        }, [icon('undrain'), t('feed.fresh', { count: feed.fresh.value })]),
        h('div', {
          ref: box,
          class: 'feed',
          tabindex: 0,
          role: 'region',
          'aria-label': t('feed.title'),
          ...holders,
        }, feed.rows.value.length === 0 ? nothing() : list(feed.rows.value, inSight, rowPx.value)),
      ]),
    });
  },
};

function nothing() {
  const loading = store.elections === null;
  return h('p', { class: ['placeholder', loading && 'loading'] }, t(loading ? 'loading' : 'feed.empty'));
}

function list(rows, inSight, rowPx) {
  return h('ul', { style: { height: `${inSight.height()}px` } }, inSight.rows().map(({ index, start }) => {
    const row = rows[index];
    return h('li', {
      key: row.key,
      style: { transform: `translateY(${start}px)`, height: `${rowPx}px` },
      'aria-setsize': rows.length,
      'aria-posinset': index + 1,
      'data-key': row.key,
      'data-feed': row.kind,
      'data-event': row.kind === 'election' ? row.record.kind : null,
    }, h(FeedRow, { row }));
  }));
}
