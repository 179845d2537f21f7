import { computed, h, ref, watch } from '../lib/vue.js';
import { number } from '../core/format.js';
import { problemText, t } from '../core/language.js';
import { store } from '../core/store.js';
import { Panel } from '../shared/panel.js';
import { useQuery } from '../shared/url-query.js';
import { VirtualList } from '../shared/virtual-list.js';
import { FarOperation } from './far-operation.js';
import { OperationRow } from './operation-row.js';
import { FILTERS, parameters, useTrail } from './trail.js';
import { TrailFilters } from './trail-filters.js';

const FORMATS = ['csv', 'json'];
const ROW_PX = 54;

/** The audit trail: what was done, by whom, how it ended, and what changed with it. */
export const OperationList = {
  setup() {
    const { query, change } = useQuery([...FILTERS, 'id']);
    const { shown, reading, mayGoBack, goBack } = useTrail(query);
    const list = ref(null);
    const openId = computed(() => Number(query.value.id) || null);
    const isFar = computed(() => openId.value !== null && shown.value !== null
      && !shown.value.some(({ id }) => id === openId.value));

    const open = (id) => change({ id: id === openId.value ? null : String(id) }, false);
    const off = () => reading.busy || store.connection.phase !== 'live';

    // Whoever comes by a link wants to see the operation that it names, wherever it stands.
    const stop = watch([list, shown], () => {
      if (list.value && shown.value) {
        const index = shown.value.findIndex(({ id }) => id === openId.value);
        if (index > 0) {
          list.value.show(index);
        }
        stop();
      }
    }, { flush: 'post' });

    function exportLink(format) {
      const wanted = parameters(query.value);
      wanted.set('format', format);
      const name = format.toUpperCase();
      return h('a', {
        class: 'button small',
        href: `/api/operations/export?${wanted}`,
        download: '',
        title: t('operations.exportHint', { format: name }),
        'data-action': `export-${format}`,
      }, t('operations.export', { format: name }));
    }

    function rows() {
      if (shown.value.length > 0) {
        return h(VirtualList, {
          ref: list,
          class: 'operation-rows',
          items: shown.value,
          estimate: ROW_PX,
          label: t('operations.title'),
          row: (operation) => h(OperationRow, {
            operation, open: operation.id === openId.value, onToggle: () => open(operation.id),
          }),
          onEnd: (atEnd) => atEnd && mayGoBack.value && !off() && !reading.problem && goBack(),
        });
      }
      if (reading.busy || reading.problem) {
        return reading.busy ? h('p', { class: 'placeholder loading' }, t('operations.reading')) : null;
      }
      return h('p', { class: 'placeholder' }, t(parameters(query.value).size > 0 ? 'operations.none' : 'operations.empty'));
    }

    function failed(problem) {
      const { text, hint } = problemText(problem);
      return h('p', { class: 'remark warn', role: 'alert' }, [
        t('operations.unread', { why: text }),
        hint ? ` ${hint} ` : ' ',
        h('button', { type: 'button', class: 'small', disabled: off(), onClick: goBack }, t('operations.retry')),
      ]);
    }

    const foot = () => h('div', { class: 'trail-foot' }, [
      h('span', { class: 'soft', role: 'status', 'data-count': shown.value.length },
        t(mayGoBack.value ? 'operations.shownSoFar' : 'operations.shown', { count: number(shown.value.length) })),
      mayGoBack.value && shown.value.length > 0 ? h('button', {
        type: 'button',
        class: 'small quiet',
        disabled: off(),
        'data-action': 'older',
        onClick: goBack,
      }, t(reading.busy ? 'operations.reading' : 'operations.older')) : null,
    ]);

    return () => h(Panel, { title: t('operations.title'), ready: shown.value !== null, class: 'operations' }, {
      actions: () => FORMATS.map(exportLink),
      default: () => [
        h(TrailFilters, { filter: query.value, onChange: (changes) => change(changes) }),
        reading.problem ? failed(reading.problem) : null,
        isFar.value ? h(FarOperation, { id: openId.value, onClose: () => change({ id: null }, false) }) : null,
        rows(),
        foot(),
      ],
    });
  },
};
