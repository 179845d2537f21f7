// Where the nodes stand in the picture: the leader in the middle, every node with a seat of its own on a ring around it.
// A seat stays its node's, so that nobody but the old and the new leader ever moves.

const WIDEST_SHAPE = 2;
const ROOM_FOR_LABEL = { x: 58, y: 39 };
/** Many nodes are small and tell their names alone. */
const ROOM_OF_MANY = { x: 26, y: 13 };
const MANY = 12;
/** A node in a large picture; in px, and as a part of the picture's height. */
const LARGEST = { least: 23, most: 52, part: 0.085 };
const SMALLEST = 8;
/** Neighbours nearer than this stand on two rings in turn, and tell their names alone. */
const CROWDED_PX = 58;
const INNER_RING = 0.7;

/**
 * @param {number} count of nodes
 * @param {number} width of the picture, px
 * @param {number} height of the picture, px
 * @param {number} [scale] how much larger text is than on a desk
 * @returns {{middle: {x: number, y: number}, ring: {x: number, y: number, above: boolean}[], radius: number,
 *   leaderRadius: number, crowded: boolean}} above: whether the label stands over the node, away from the middle
 */
export function seats(count, width, height, scale = 1) {
  const room = count > MANY ? ROOM_OF_MANY : ROOM_FOR_LABEL;
  const largest = Math.min(LARGEST.most, Math.max(LARGEST.least, height * LARGEST.part));
  const half = {
    x: Math.max(40, width / 2 - room.x * scale),
    y: Math.max(40, height / 2 - room.y * scale - largest),
  };
  const rx = Math.min(half.x, half.y * WIDEST_SHAPE);
  // Few nodes leave the ring's lower end empty; the ring is stretched and moved to fill the room all the same.
  const lowest = Math.max(...evenAngles(count, rx, half.y).map(Math.sin));
  const ry = count <= 3 ? half.y : (2 * half.y) / (1 + lowest);
  const middle = { x: width / 2, y: count <= 3 ? height / 2 : height / 2 - half.y + ry };
  // Ramanujan's first approximation of an ellipse's girth.
  const girth = Math.PI * (3 * (rx + ry) - Math.sqrt((3 * rx + ry) * (rx + 3 * ry)));
  const gap = girth / count;
  const crowded = count > 3 && gap < CROWDED_PX * 1.6;
  const tight = gap < CROWDED_PX;
  const radius = Math.round(Math.min(largest, Math.max(SMALLEST, gap * (tight ? 0.36 : 0.27))));
  const ring = evenAngles(count, rx, ry).map((angle, index) => {
    const reach = tight && index % 2 === 1 ? INNER_RING : 1;
    const y = Math.sin(angle) * ry * reach;
    return {
      x: Math.round(middle.x + Math.cos(angle) * rx * reach),
      y: Math.round(middle.y + y),
      above: y < -ry * 0.25,
    };
  });
  return { middle, ring, radius, leaderRadius: Math.max(24, Math.round(radius * 1.35)), crowded };
}

/**
 * Remembers who has which seat. Of three the leader has the one at the top, so that the others stand even on both sides
 * of it: a new leader changes seats with the old one.
 *
 * @returns {(ids: string[], leader: string | null) => Map<string, number>} the seat of each node
 */
export function seating() {
  let order = [];
  return (ids, leader) => {
    order = ids.length === 3 ? [...order.filter((id) => ids.includes(id)), ...ids.filter((id) => !order.includes(id))] : ids;
    const at = order.indexOf(leader);
    if (ids.length === 3 && at >= 0 && at < 2) {
      order = order.with(at, order[2]).with(2, leader);
    }
    return new Map(order.map((id, seat) => [id, seat]));
  };
}

/** Angles whose points lie equally far apart along the ellipse, the first at the top; two lie side by side. */
function evenAngles(count, rx, ry) {
  if (count <= 3) {
    return [Math.PI, 0, -Math.PI / 2].slice(0, count);
  }
  const steps = 720;
  const lengths = [0];
  const at = (step) => {
    const angle = -Math.PI / 2 + (2 * Math.PI * step) / steps;
    return [Math.cos(angle) * rx, Math.sin(angle) * ry];
  };
  for (let step = 1; step <= steps; step++) {
    const [x0, y0] = at(step - 1);
    const [x1, y1] = at(step);
    lengths.push(lengths[step - 1] + Math.hypot(x1 - x0, y1 - y0));
  }
  return Array.from({ length: count }, (_, index) => {
    const wanted = (lengths[steps] * index) / count;
    const step = lengths.findIndex((length) => length >= wanted);
    return -Math.PI / 2 + (2 * Math.PI * step) / steps;
  });
}
