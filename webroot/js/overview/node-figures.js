// A node's figures, each with who said it and when. What is absent is a dash and says why; it is never a zero.
import { h } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { age, number, sentence, zxid } from '../core/format.js';
import { t } from '../core/language.js';
import { measured } from '../shared/measured.js';
import { LatencyCurve } from './latency-curve.js';
import { lagText, lagWords } from './lag.js';

const FIGURES = [
  { field: 'connections', text: (node) => number(node.connections) },
  { field: 'outstanding', text: (node) => number(node.outstanding) },
  { field: 'lag', of: 'zxid', text: (_, { kind, behind }) => lagText(kind, behind), more: ({ kind }) => lagWords(kind) },
  { field: 'znodes', text: (node) => number(node.znodes) },
  { field: 'watches', text: (node) => number(node.watches) },
  { field: 'zxid', text: zxid, more: () => t('figure.zxidWhat') },
];

const has = (node, field) => node[field] !== null && node[field] !== undefined;

export const NodeFigures = {
  props: {
    node: { type: Object, required: true },
    /** See `lagOf`; two plain values, so that another node's news do not draw this one anew. */
    lagKind: { type: String, required: true },
    behind: { type: Number, required: true },
  },
  setup: (props) => () => {
    const lag = { kind: props.lagKind, behind: props.behind };
    return [
      h('dl', { class: 'figures' }, [latency(props.node), FIGURES.map((figure) => cell(props.node, figure, lag))]),
      missing(props.node),
    ];
  },
};

function latency(node) {
  const present = has(node, 'latencyMs');
  return h('div', { class: ['figure', 'wide', !present && 'absent'], 'data-figure': 'latencyMs' }, [
    h('dt', t('figure.latencyMs')),
    h('dd', [
      figure(node, 'latencyMs', present ? `${number(node.latencyMs.avg, 1)} ms` : '–'),
      present ? h('small', t('figure.latencyMax', { max: `${number(node.latencyMs.max, 1)} ms` })) : null,
    ]),
    h('dd', { class: 'curve-cell' }, h(LatencyCurve, { node: node.id })),
  ]);
}

function cell(node, { field, of = field, text, more }, lag) {
  const shown = has(node, of) ? text(node, lag) : '–';
  return h('div', { class: ['figure', shown === '–' && 'absent', field === 'lag' && lag.kind], 'data-figure': field }, [
    h('dt', t(`figure.${field}`)),
    h('dd', figure(node, of, shown, more && has(node, of) ? () => more(lag) : undefined)),
  ]);
}

/** The figure with its age and source, or the dash with the reason for it. */
export function figure(node, field, text, more) {
  const absent = node.missing[field];
  return measured(text, node.sources[field], { more: more ?? (absent && (() => sentence(node.missing[field], 'reason'))) });
}

/** Which sources the figures come from and how old the oldest of each is. */
export function sourcesOf(node) {
  const oldest = new Map();
  for (const { source, at } of Object.values(node.sources)) {
    if (!oldest.has(source) || at < oldest.get(source)) {
      oldest.set(source, at);
    }
  }
  const texts = [...oldest].map(([source, at]) => t('figure.source', { source, age: age(ageMs(at)) }));
  return texts.length ? `${t('node.read')} ${texts.join(' · ')}` : t('node.readNothing');
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
