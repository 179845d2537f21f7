// From places on the ring to points of the drawing. Place 0 is at the top, and places rise clockwise.
const PLACES = 2 ** 32;

/** The share of the ring that a run of places is; a run that ends where it begins is the whole ring. */
export function shareOf(after, upTo) {
  return after < upTo ? (upTo - after) / PLACES : (upTo - after + PLACES) / PLACES;
}

/** Where a place is on a circle of this radius around the origin. */
export function pointAt(place, radius) {
  const angle = (place / PLACES) * 2 * Math.PI;
  return { x: radius * Math.sin(angle), y: -radius * Math.cos(angle) };
}

const text = ({ x, y }) => `${x.toFixed(2)} ${y.toFixed(2)}`;

/** The path of an arc of the circle; a whole ring is drawn as two halves, since a path cannot end where it begins. */
export function arcPath(after, upTo, radius) {
  const share = shareOf(after, upTo);
  if (share > 0.9999) {
    return `M0 ${-radius}A${radius} ${radius} 0 0 1 0 ${radius}A${radius} ${radius} 0 0 1 0 ${-radius}`;
  }
  const large = share > 0.5 ? 1 : 0;
  return `M${text(pointAt(after, radius))}A${radius} ${radius} 0 ${large} 1 ${text(pointAt(upTo, radius))}`;
}

/** Each arc with the place that it begins after, which is where the one before it ends. */
export function withBeginnings(arcs) {
  return arcs.map((arc, index) => ({ ...arc, after: arcs[(index + arcs.length - 1) % arcs.length].upTo }));
}

/** A place as people compare it: eight hexadecimal digits. */
export const hex = (place) => place.toString(16).padStart(8, '0');
