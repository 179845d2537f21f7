import { h } from '../lib/vue.js';
import { number } from '../core/format.js';
import { t } from '../core/language.js';
import { tip } from '../shared/tip.js';
import { toneOf } from './group-colour.js';
import { arcPath, hex, pointAt, shareOf, withBeginnings } from './ring-geometry.js';

const RADIUS = 104;
const INNER = 86;
/** More arcs than these are no stops for the keyboard: the shares beside the ring say the same. */
const MOST_STOPS = 16;

export const percent = (share) => `${number(share * 100, share < 0.1 ? 1 : 0)} %`;

/** The ring: arcs in the colours of their groups, the points that end them, what moves, and the key that was looked up. */
export const RingDrawing = {
  props: {
    ring: { type: Object, required: true },
    /** What was looked up, or null. */
    found: { type: Object, default: null },
  },
  setup: (props) => () => {
    const { ring, found } = props;
    const arcs = withBeginnings(ring.arcs);
    const groups = ring.groups.map(({ group }) => group);
    const points = arcs.filter(({ point }) => point);
    return h('svg', {
      class: 'ring',
      viewBox: '-130 -130 260 260',
      role: 'group',
      'aria-label': t('ring.words', {
        shares: ring.groups.map(({ group, share }) => t('ring.share', { group, share: percent(share) })).join(t('picture.semicolon')),
      }),
      'data-arcs': arcs.length,
    }, [
      h('circle', { class: 'ring-base', r: RADIUS }),
      arcs.map((arc) => arcView(arc, groups, arcs.length <= MOST_STOPS)),
      arcs.filter(({ to }) => to).map((arc) =>
        h('path', { key: `to-${arc.upTo}`, class: ['ring-to', toneOf(arc.to, groups)], d: arcPath(arc.after, arc.upTo, INNER) })),
      points.length <= 128 ? points.map(({ upTo, group }) => pointView(upTo, toneOf(group, groups))) : null,
      found ? marker(found) : null,
      middle(ring),
    ]);
  },
};

function arcView(arc, groups, stop) {
  const said = t('ring.arc', { group: arc.group, share: percent(shareOf(arc.after, arc.upTo)), place: hex(arc.upTo) });
  return h('path', {
    key: arc.upTo,
    class: ['ring-arc', toneOf(arc.group, groups)],
    d: arcPath(arc.after, arc.upTo, RADIUS),
    ...(stop ? { role: 'img', 'aria-label': said } : { 'aria-hidden': 'true' }),
    ...tip(() => [said, arc.to ? t('ring.arcMoves', { to: arc.to }) : null], stop),
  });
}

function pointView(place, tone) {
  const { x, y } = pointAt(place, RADIUS);
  return h('circle', { key: `point-${place}`, class: ['ring-point', tone], cx: x.toFixed(2), cy: y.toFixed(2), r: 5 });
}

function marker({ key, place }) {
  const outer = pointAt(place, 126);
  const inner = pointAt(place, 72);
  return h('g', { class: 'ring-key', role: 'img', 'aria-label': t('ring.key', { key }), 'data-place': hex(place) }, [
    h('path', { d: `M${outer.x.toFixed(1)} ${outer.y.toFixed(1)}L${inner.x.toFixed(1)} ${inner.y.toFixed(1)}` }),
    h('circle', { cx: outer.x.toFixed(1), cy: outer.y.toFixed(1), r: 4 }),
  ]);
}

function middle({ virtualNodes, maxOverMean, version }) {
  return h('g', { class: 'ring-middle', 'aria-hidden': 'true' }, [
    h('text', { class: 'ring-ratio', y: -4 }, `${number(maxOverMean, 2)} ×`),
    h('text', { y: 16 }, virtualNodes === 1 ? t('ring.pointsOne') : t('ring.points', { count: virtualNodes })),
    h('text', { y: 33 }, t('ring.version', { version })),
  ]);
}
