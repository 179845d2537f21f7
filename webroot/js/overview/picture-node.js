// One node of the picture: its shape, its sign and its words say each by themselves what it is.
import { h } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { age, sentence } from '../core/format.js';
import { t, word } from '../core/language.js';
import { sign } from '../shared/icon.js';
import { tip } from '../shared/tip.js';

const SIGNS = {
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
function goToCard(event, id) {
  event.preventDefault();
  const card = document.getElementById(`node-${id}`);
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: 'center' });
}

/** @param {{x: number, y: number, above: boolean}} seat where it stands now */
export function pictureNode(node, { seat, radius, middle, crowded }) {
  const kind = kindOf(node);
  const said = kindWord(kind);
  const below = radius + 16;
  const first = seat.above && !middle ? -radius - (crowded ? 7 : 22) : below;
  return h('a', {
    key: node.id,
    href: `#node-${node.id}`,
    class: ['peer', kind, node.drained && 'drained', middle && 'middle'],
    style: { transform: `translate(${seat.x}px, ${seat.y}px)` },
    'data-peer': node.id,
    'data-kind': kind,
    'data-place': middle ? 'middle' : 'ring',
    'aria-label': [`${node.id}: ${said}`, node.drained ? t('node.drained') : null].filter(Boolean).join(', '),
    onClick: (event) => goToCard(event, node.id),
    ...tip(() => [
      sentence(node, 'reason'),
      node.drained ? t('picture.drained', { reason: node.drainReason || t('picture.noReason') }) : null,
      node.respondedAt ? t('node.lastAnswer', { age: age(ageMs(node.respondedAt)) }) : t('node.neverAnswered'),
    ], false),
  }, [
    kind === 'observer'
      ? h('rect', { class: 'shape', x: -radius, y: -radius, width: 2 * radius, height: 2 * radius, rx: radius / 3 })
      : h('circle', { class: 'shape', r: radius }),
    sign(SIGNS[kind], radius * 1.05),
    node.drained ? badge(radius) : null,
    h('text', { class: 'name', y: first }, node.id),
    crowded && !middle ? null : h('text', { class: 'said', y: first + 15 }, node.drained ? `${said} · ${t('node.drained')}` : said),
  ]);
}

function badge(radius) {
  const off = Math.round(radius * 0.75);
  return h('g', { class: 'badge', transform: `translate(${off} ${-off})` }, [h('circle', { r: 10 }), sign('drain', 13)]);
}
