// A node's figures, each with who said it and when. What is absent is a dash and says why; it is never a zero.
import { h } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { age, number, sentence, zxid } from '../core/format.js';
import { t } from '../core/language.js';

const ms = (value) => `${number(value, 1)} ms`;

const FIGURES = [
  { field: 'latencyMs', text: (node) => ms(node.latencyMs.avg), more: (node) => ms(node.latencyMs.max) },
  { field: 'connections', text: (node) => number(node.connections) },
  { field: 'outstanding', text: (node) => number(node.outstanding) },
  { field: 'zxid', text: zxid },
  { field: 'znodes', text: (node) => number(node.znodes) },
  { field: 'watches', text: (node) => number(node.watches) },
];

export const NodeFigures = {
  props: { node: { type: Object, required: true } },
  setup: (props) => () => [
    h('dl', { class: 'figures' }, FIGURES.map((figure) => cell(props.node, figure))),
    sources(props.node),
    missing(props.node),
  ],
};

function cell(node, { field, text, more }) {
  const present = node[field] !== null && node[field] !== undefined;
  return h('div', { class: ['figure', !present && 'absent'], title: origin(node, field) }, [
    h('dt', t(`figure.${field}`)),
    h('dd', [
      present ? text(node) : '–',
      present && more ? h('small', t('figure.latencyMax', { max: more(node) })) : null,
    ]),
  ]);
}

function origin(node, field) {
  const source = node.sources[field];
  const absent = node.missing[field];
  return source ? t('figure.source', { source: source.source, age: age(ageMs(source.at)) })
    : absent ? sentence(absent, 'reason')
    : '';
}

/** Which sources the figures come from and how old the oldest of each is. */
function sources(node) {
  const oldest = new Map();
  for (const { source, at } of Object.values(node.sources)) {
    if (!oldest.has(source) || at < oldest.get(source)) {
      oldest.set(source, at);
    }
  }
  if (oldest.size === 0) {
    return null;
  }
  const texts = [...oldest].map(([source, at]) => t('figure.source', { source, age: age(ageMs(at)) }));
  return h('p', { class: 'node-sources soft' }, [t('node.read'), ' ', texts.join(' · ')]);
}

function missing(node) {
  const entries = Object.entries(node.missing);
  if (entries.length === 0) {
    return null;
  }
  return h('details', { class: 'missing' }, [
    h('summary', t('node.missing', { count: entries.length })),
    h('dl', entries.map(([field, why]) => [
      h('dt', t(`figure.${field}`)),
      h('dd', [
        sentence(why, 'reason'),
        why.remedy ? [h('br'), t('node.remedy'), ' ', h('code', why.remedy)] : null,
      ]),
    ])),
  ]);
}
