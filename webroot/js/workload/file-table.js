import { h, nextTick, onBeforeUnmount, onMounted, ref, watch, watchPostEffect } from '../lib/vue.js';
import { number } from '../core/format.js';
import { problemText, t } from '../core/language.js';
import { store } from '../core/store.js';
import { Panel } from '../shared/panel.js';
import { useRowWindow } from '../shared/row-window.js';
import { choose, chosen, deleteOne } from './file-choice.js';
import { FileDetail } from './file-detail.js';
import { FileHead } from './file-head.js';
import { follow, list, readAgain, readAnew, readOn, reader } from './file-list.js';
import { isFiltered, wanted } from './file-query.js';
import { FileRow } from './file-row.js';
import { chosenBar, fileTools, total } from './file-tools.js';

const ROW_PX = 40;
const CARD_PX = 68;
/** So many rows before the end of what was read the next page is asked for. */
const AHEAD = 60;

/** Every file: searched, put in order and paged by the server, and only those in sight are drawn. */
export const FileTable = {
  setup() {
    const box = ref(null);
    const active = ref(0);
    const looked = ref(null);
    const narrow = window.matchMedia('(max-width: 760px)');
    const rowPx = ref(narrow.matches ? CARD_PX : ROW_PX);
    let pointed = false;
    let stop = null;

    const rows = () => list.rows ?? [];
    const shape = () => { rowPx.value = narrow.matches ? CARD_PX : ROW_PX; };
    const view = useRowWindow(() => box.value, () => rows().length, () => rowPx.value,
      () => (box.value?.contains(document.activeElement) ? active.value : -1));

    reader.isThere = () => Boolean(box.value) && (pointed || box.value.scrollTop > 0 || chosen.value.size > 0
      || looked.value !== null || box.value.contains(document.activeElement));

    onMounted(() => {
      narrow.addEventListener('change', shape);
      stop = follow();
    });
    onBeforeUnmount(() => {
      narrow.removeEventListener('change', shape);
      stop();
    });
    // Another question is answered from its beginning.
    watch(wanted, () => {
      active.value = 0;
      box.value.scrollTop = 0;
    });

    async function go(index) {
      active.value = Math.max(0, Math.min(rows().length - 1, index));
      // Focused before it is scrolled to: a row that goes out of sight with the focus would take it along.
      await nextTick();
      box.value.querySelector(`[aria-rowindex="${active.value + 2}"]`)?.focus({ preventScroll: true });
      view.show(active.value);
    }

    function press(event) {
      const page = Math.max(1, Math.floor(box.value.clientHeight / rowPx.value) - 1);
      const steps = {
        ArrowDown: active.value + 1, ArrowUp: active.value - 1, PageDown: active.value + page,
        PageUp: active.value - page, Home: 0, End: rows().length - 1,
      };
      const file = rows()[active.value];
      const acts = { Enter: () => { looked.value = file.id; }, ' ': () => tick(file, !chosen.value.has(file.id)), Delete: () => deleteOne(file) };
      if (event.key in steps) {
        event.preventDefault();
        go(steps[event.key]);
      } else if (event.key in acts && event.target.getAttribute('role') === 'row' && file.state !== 'removed') {
        event.preventDefault();
        acts[event.key]();
      }
    }

    const tick = (file, on) => choose([file], on);

    function show() {
      box.value.scrollTop = 0;
      active.value = 0;
      readAnew();
    }

    const row = ({ index, start }) => {
      const file = rows()[index];
      return h(FileRow, {
        key: file.id,
        file,
        rowIndex: index + 2,
        active: index === active.value,
        ticked: chosen.value.has(file.id),
        top: start,
        onOpen: () => { looked.value = file.id; },
        onTick: (on) => tick(file, on),
        onReach: () => { active.value = index; },
      });
    };

    // A component of its own: scrolling draws the rows anew and not what stands around them.
    const Body = () =>
      h('div', { role: 'rowgroup', class: 'file-rows', style: { height: `${view.height()}px` } }, view.rows().map(row));

    // After drawing, when it is known what is in sight; it is the panel that draws the rows.
    watchPostEffect(() => {
      if ((view.rows().at(-1)?.index ?? -1) >= rows().length - AHEAD) {
        readOn();
      }
    });

    const grid = () => h('div', {
      ref: box,
      class: ['file-grid', list.busy && 'busy'],
      role: 'grid',
      'aria-label': t('files.title'),
      'aria-rowcount': total()?.exact ? total().count + 1 : -1,
      'aria-multiselectable': true,
      'aria-busy': list.busy,
      onKeydown: press,
      onPointerenter: () => { pointed = true; },
      onPointerleave: () => { pointed = false; },
    }, [h(FileHead), h(Body)]);

    return () => h(Panel, { title: t('files.title'), class: 'files' }, () => [
      fileTools(),
      chosenBar(),
      grid(),
      h('div', { class: 'file-foot', role: 'status' }, foot(show)),
      looked.value ? h(FileDetail, { key: looked.value, fileId: looked.value, onClose: () => { looked.value = null; } }) : null,
    ]);
  },
};

/** What there is to say below the rows; its place is always kept. */
function foot(show) {
  if (list.problem) {
    return [
      h('span', { class: 'bad-text' }, t('files.unread', { why: problemText(list.problem).text })),
      h('button', { type: 'button', class: 'small', 'data-action': 'read-files-again', onClick: readAgain }, t('files.again')),
    ];
  }
  if (list.rows === null) {
    return h('span', { class: 'loading' }, t(store.connection.phase === 'live' || list.busy ? 'files.reading' : 'unreachable'));
  }
  if (list.rows.length === 0 && !list.cursor) {
    return h('span', { 'data-empty': '' }, t(isFiltered() ? 'files.noneMatch' : 'files.none'));
  }
  return [
    list.news > 0 ? h('button', { type: 'button', class: 'small primary', 'data-action': 'show-news', onClick: show },
      t('files.news', { count: number(list.news, 0) })) : null,
    h('span', { class: 'soft' }, list.cursor
      ? t(list.busy ? 'files.readingOn' : 'files.readSoFar', { count: number(list.rows.length, 0) })
      : t('files.all')),
  ];
}
