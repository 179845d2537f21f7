import { computed, h, nextTick, ref, shallowRef, watch } from '../lib/vue.js';
import { sentence } from '../core/format.js';
import { t } from '../core/language.js';
import { complain, say } from '../core/notices.js';
import { store } from '../core/store.js';
import { Panel } from '../shared/panel.js';
import { useQuery } from '../shared/url-query.js';
import { VirtualList } from '../shared/virtual-list.js';
import { useFinder } from './finder.js';
import { LogActions } from './log-actions.js';
import { LogFilters } from './log-filters.js';
import { LogFoot, LogProblems } from './log-state.js';
import { isAsGrave } from './log-line.js';
import { logRow, plainText } from './log-row.js';
import { LogSearch } from './log-search.js';
import { MARK, placeOf } from './moment.js';
import { MomentBar } from './moment-bar.js';
import { useLogs } from './use-logs.js';

const LINE_PX = 20;
const TYPING_MS = 250;
const NOWHERE = { at: null };

/** The logs of one server or of all: live, searched, or around a moment. */
export const LogView = {
  setup() {
    const { query, change } = useQuery(['node', 'level', 'from', 'to', 'q', 'only', 'wrap', 'at']);
    const list = ref(null);
    const current = ref(null);
    const atEnd = ref(true);
    const paused = ref(false);

    const known = computed(() => (store.ensemble?.nodes ?? []).map(({ id }) => id).join());
    const nodes = computed(() => (known.value === '' ? [] : known.value.split(',')));
    const mayRead = computed(() => store.control?.allowed === true);
    const wanted = computed(() => (!mayRead.value ? [] : query.value.node ? [query.value.node] : nodes.value));
    const moment = computed(() => Date.parse(query.value.at) || null);
    const logs = useLogs(wanted);
    const { records, state } = logs;

    const question = ref(query.value.q);
    const finder = useFinder(computed(() => query.value.q), records);
    const isOnly = computed(() => query.value.only === '1' && finder.active.value);
    const isWrapped = computed(() => query.value.wrap !== '0');

    const shown = computed(() => {
      const { level, from, to } = query.value;
      const first = Date.parse(from) || -Infinity;
      const last = Date.parse(to) || Infinity;
      return records.value.filter((record) => isAsGrave(record.level, level) && record.at >= first && record.at < last
        && (!isOnly.value || finder.found.value.has(record.key)));
    });
    const items = computed(() => (moment.value === null
      ? shown.value
      : shown.value.toSpliced(placeOf(shown.value, moment.value), 0, MARK)));
    const hits = computed(() => (finder.active.value ? items.value.flatMap(({ key }, index) =>
      (finder.found.value.has(key) ? [{ key, index }] : [])) : []));
    const position = computed(() => hits.value.findIndex(({ key }) => key === current.value) + 1);

    // Who scrolled away reads, and what is read must stay; the lines that come wait until the end is in sight again.
    const follows = computed(() => moment.value === null && !paused.value && atEnd.value);
    watch(follows, (on) => logs.hold(!on), { immediate: true });

    let typing = 0;
    watch(() => query.value.q, (text) => {
      current.value = null;
      // What is being typed is newer than what the address says.
      if (!typing) {
        question.value = text;
      }
    });

    function ask(text) {
      question.value = text;
      clearTimeout(typing);
      typing = setTimeout(() => {
        typing = 0;
        change({ q: text }, false);
      }, text ? TYPING_MS : 0);
    }

    function step(by) {
      if (hits.value.length === 0) {
        return;
      }
      const count = hits.value.length;
      const next = position.value === 0 ? (by > 0 ? 0 : count - 1) : (position.value - 1 + by + count) % count;
      current.value = hits.value[next].key;
      atEnd.value = false;
      list.value.show(hits.value[next].index);
    }

    function toEnd() {
      paused.value = false;
      atEnd.value = true;
      current.value = null;
      if (moment.value !== null) {
        change({ at: null });
      }
    }

    async function copy() {
      try {
        await navigator.clipboard.writeText(plainText(shown.value));
        say(t('logs.copied', { count: shown.value.length }));
      } catch (failure) {
        complain({ code: 'not_copied', detail: failure.message });
      }
    }

    // A link to a moment leads there once its lines are read; as far back as they can be, where that is needed.
    const goal = shallowRef(NOWHERE);
    watch([moment, () => state.read, () => state.busy, list], async ([at, read, busy]) => {
      if (at === null || !read || busy || goal.value.at === at) {
        return;
      }
      if (state.further && wanted.value.some((node) => !state.whole.has(node) && !(firstOf(node) <= at))) {
        await logs.readFurther();
        return;
      }
      goal.value = { at };
      await nextTick();
      list.value?.show(items.value.indexOf(MARK));
    }, { flush: 'post', immediate: true });
    watch(moment, () => { goal.value = NOWHERE; });

    const firstOf = (node) => records.value.find((record) => record.node === node)?.at ?? NaN;

    function body() {
      if (!mayRead.value) {
        return h('div', { class: 'placeholder', 'data-logs-off': store.control.mode }, [
          h('p', sentence(store.control, 'reason')), h('p', [t('logs.off'), ' ', h('code', 'NODE_CONTROL')]),
        ]);
      }
      return [
        h('div', { class: 'log-controls' }, [
          h(LogFilters, { query: query.value, nodes: nodes.value, onChange: (changes) => change(changes) }),
          h(LogSearch, {
            question: question.value,
            only: query.value.only === '1',
            active: finder.active.value,
            count: hits.value.length,
            position: position.value,
            problem: finder.problem.value,
            onAsk: ask,
            onOnly: (only) => change({ only: only ? '1' : null }),
            onStep: step,
          }),
        ]),
        moment.value === null ? null : h(MomentBar, {
          at: moment.value, records: records.value, nodes: wanted.value, state, onLive: toEnd,
        }),
        h(LogProblems, { state }),
        lines(),
        h(LogFoot, { count: shown.value.length, all: records.value.length, dropped: logs.dropped(), state, onFurther: logs.readFurther }),
      ];
    }

    function lines() {
      const empty = items.value.length === 0;
      if (empty) {
        const key = !state.read && state.busy ? 'logs.reading' : records.value.length > 0 ? 'logs.noneFits' : 'logs.empty';
        return h('p', { class: ['placeholder', 'log-none', !state.read && 'loading'] }, t(key));
      }
      const ranges = finder.active.value ? finder.found.value : new Map();
      return h('div', { class: 'log-frame' }, [
        h(VirtualList, {
          ref: list,
          class: ['log-box', 'mono', isWrapped.value && 'wrapped'],
          items: items.value,
          keyOf: (record) => record.key,
          estimate: LINE_PX,
          label: t('logs.title'),
          follow: follows.value,
          row: (record) => logRow(record, {
            nodes: nodes.value, ranges: ranges.get(record.key) ?? [], current: record.key === current.value, at: moment.value,
          }),
          onEnd: (end) => { atEnd.value = end; },
        }),
        follows.value ? null : h('button', {
          type: 'button', class: 'log-resume primary small', 'data-action': 'to-end', 'data-waiting': state.waiting, onClick: toEnd,
        }, state.waiting > 0 ? t('logs.waiting', { count: state.waiting }) : t('logs.toEnd')),
      ]);
    }

    return () => h(Panel, { title: t('logs.title'), ready: store.ensemble !== null && store.control !== null, class: 'logs' }, {
      actions: () => mayRead.value && h(LogActions, {
        follows: follows.value,
        paused: paused.value,
        wrapped: isWrapped.value,
        empty: shown.value.length === 0,
        onPause: () => { paused.value ? toEnd() : paused.value = true; },
        onWrap: () => change({ wrap: isWrapped.value ? '0' : null }, false),
        onClear: logs.clear,
        onCopy: copy,
      }),
      default: body,
    });
  },
};
