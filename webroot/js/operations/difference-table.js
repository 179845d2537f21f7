import { h, ref } from '../lib/vue.js';
import { number } from '../core/format.js';
import { t, word } from '../core/language.js';

/** Every figure before an operation, when the ensemble had settled and a minute later; what changed is marked. */
export const DifferenceTable = {
  props: {
    difference: { type: Array, required: true },
    operation: { type: Object, required: true },
  },
  setup(props) {
    const all = ref(false);
    return () => {
      const { difference, operation } = props;
      if (difference.length === 0) {
        return h('p', { class: 'soft' }, t('detail.nothingMeasured'));
      }
      const rows = difference.filter((row) => all.value || row.settledChanged || row.laterChanged);
      return [
        h('label', { class: 'check' }, [
          h('input', { type: 'checkbox', checked: all.value, onChange: (event) => { all.value = event.target.checked; } }),
          t('detail.unchangedToo'),
        ]),
        rows.length === 0 ? h('p', { class: 'soft' }, nothing(operation)) : table(rows, operation),
      ];
    };
  },
};

/** Unchanged is only what was measured again. */
function nothing({ settled, later }) {
  if (settled?.metrics || later?.metrics) {
    return t('detail.nothingChanged');
  }
  return t(later?.state === 'pending' ? 'detail.notYetMeasured' : 'detail.nothingAfter');
}

function table(rows, { settled }) {
  const nodes = [...new Set(rows.map((row) => row.node))];
  const whenSettled = settled?.state === 'not_settled' ? 'detail.atLimit' : 'detail.whenSettled';
  return h('div', { class: 'difference', tabindex: 0, role: 'region', 'aria-label': t('detail.difference') },
    h('table', [
      h('thead', h('tr', ['detail.figure', 'detail.before', whenSettled, 'detail.later'].map((key) =>
        h('th', { scope: 'col', key }, t(key))))),
      ...nodes.map((node) => h('tbody', { key: node ?? '' }, [
        h('tr', h('th', { scope: 'rowgroup', colspan: 4, class: 'group' }, node ?? t('detail.ensemble'))),
        ...rows.filter((row) => row.node === node).map((row) => h('tr', { key: row.figure, 'data-figure': row.figure }, [
          h('th', { scope: 'row' }, word('metric', row.figure)),
          h('td', value(row.figure, row.before)),
          cell(row, row.settled, row.settledChanged, row.settledDelta),
          cell(row, row.later, row.laterChanged, row.laterDelta),
        ])),
      ])),
    ]));
}

/** What became of a figure: the value, whether it rose or fell and by how much; in words for who sees no arrow. */
function cell({ figure }, after, changed, delta) {
  return h('td', { class: changed ? 'changed' : null }, [
    value(figure, after),
    delta ? [
      h('small', { class: 'delta' }, [
        h('span', { 'aria-hidden': 'true' }, delta > 0 ? ' ▲ ' : ' ▼ '),
        `${delta > 0 ? '+' : '−'}${number(Math.abs(delta))} `,
        t(delta > 0 ? 'detail.more' : 'detail.less'),
      ]),
    ] : changed ? h('small', { class: 'delta' }, ` ${t('detail.changed')}`) : null,
  ]);
}

function value(figure, raw) {
  if (raw === null || raw === undefined) {
    return '–';
  }
  if (typeof raw === 'boolean') {
    return t(`detail.${raw}`);
  }
  if (typeof raw === 'number') {
    return number(raw);
  }
  return figure === 'role' || figure === 'health' ? word(figure, raw) : String(raw);
}
