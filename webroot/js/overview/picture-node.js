// One node of the picture: its shape, its sign and its words say each by themselves what it is.
import { h } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { age, sentence } from '../core/format.js';
import { t, word } from '../core/language.js';
import { store } from '../core/store.js';
import { sign } from '../shared/icon.js';
import { tip } from '../shared/tip.js';

/** The sign of each kind of node. */
export const SIGNS = {
  leader: 'crown',
  standalone: 'crown',
  follower: 'server',
  observer: 'eye',
  looking: 'question',
  down: 'close',
  hung: 'pause',
  degraded: 'warning',
  unknown: 'question',
};

/** What a node is to the viewer, in one word: its trouble where it has any, else its role. */
export function kindOf(node) {
  if (node.health === 'down' || node.health === 'hung') {
    return node.health;
  }
  if (node.role === 'looking' || node.role === 'unknown') {
    return node.role;
  }
  return node.health === 'degraded' ? 'degraded' : node.role === 'down' ? 'down' : node.role;
}

export const kindWord = (kind) => kind in { hung: 1, degraded: 1 } ? word('health', kind) : word('role', kind);

/** Goes to the node's card and puts the focus there. */
export function goToCard(event, id) {
  event.preventDefault();
  const card = document.getElementById(`node-${id}`);
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: 'center' });
}

/** One node where it stands now. All that it is given are plain values, so that it is drawn anew only where they differ. */
export const PictureNode = {
  props: {
    id: { type: String, required: true },
    kind: { type: String, required: true },
    drained: { type: Boolean, required: true },
    x: { type: Number, required: true },
    y: { type: Number, required: true },
    radius: { type: Number, required: true },
    /** Whether the label stands over it, away from the middle. */
    above: { type: Boolean, required: true },
    /** Whether it leads, and so stands in the middle. */
    middle: { type: Boolean, required: true },
    /** Whether there is room for its name alone. */
    crowded: { type: Boolean, required: true },
  },
  setup: (props) => () => {
    const { id, kind, drained, x, y, radius, above, middle, crowded } = props;
    const said = kindWord(kind);
    const short = crowded && !middle;
    const edge = above ? -radius : radius;
    const [first, second] = above ? [short ? '-0.55em' : '-1.7em', '-0.6em'] : ['1.25em', '2.6em'];
    return h('a', {
      href: `#node-${id}`,
      class: ['peer', kind, drained && 'drained', middle && 'middle', short && 'short'],
      style: { transform: `translate(${x}px, ${y}px)` },
      'data-peer': id,
      'data-kind': kind,
      'data-place': middle ? 'middle' : 'ring',
      'aria-label': [`${id}: ${said}`, drained ? t('node.drained') : null].filter(Boolean).join(', '),
      onClick: (event) => goToCard(event, id),
      ...tip(() => explanation(id, said), false),
    }, [
      kind === 'observer'
        ? h('rect', { class: 'shape', x: -radius, y: -radius, width: 2 * radius, height: 2 * radius, rx: radius / 3 })
        : h('circle', { class: 'shape', r: radius }),
      sign(SIGNS[kind], radius * 1.05),
      drained ? badge(radius) : null,
      h('text', { class: 'name', y: edge, dy: first }, id),
      short ? null : h('text', { class: 'said', y: edge, dy: second }, drained ? `${said} · ${t('node.drained')}` : said),
    ]);
  },
};

function explanation(id, said) {
  const node = store.ensemble.nodes.find((one) => one.id === id);
  return node ? [
    `${id}: ${said}`,
    sentence(node, 'reason'),
    node.drained ? t('picture.drained', { reason: node.drainReason || t('picture.noReason') }) : null,
    node.respondedAt ? t('node.lastAnswer', { age: age(ageMs(node.respondedAt)) }) : t('node.neverAnswered'),
  ] : [];
}

function badge(radius) {
  const off = Math.round(radius * 0.75);
  const small = Math.min(10, radius * 0.7);
  return h('g', { class: 'badge', transform: `translate(${off} ${-off})` }, [h('circle', { r: small }), sign('drain', small * 1.3)]);
}
