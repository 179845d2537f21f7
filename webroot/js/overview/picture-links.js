// Who follows whom: one arrow from each live follower and observer to the leader.
import { h } from '../lib/vue.js';

const FOLLOWS = ['follower', 'observer'];
const GAP = 5;
const HEAD = 9;

/** Whether the node follows a leader as far as is known: it serves, and it answers. */
export const follows = (node) => FOLLOWS.includes(node.role) && node.health !== 'down' && node.health !== 'hung';

/** The arrow of one node on the ring towards the middle. */
export function pictureLink(node, leader, seat, { middle, radius, leaderRadius }) {
  const length = Math.hypot(middle.x - seat.x, middle.y - seat.y);
  const angle = (Math.atan2(middle.y - seat.y, middle.x - seat.x) * 180) / Math.PI;
  const from = radius + GAP;
  const to = length - leaderRadius - GAP;
  return h('g', {
    key: `${node.id} ${leader}`,
    class: ['link', node.role],
    transform: `translate(${seat.x} ${seat.y}) rotate(${angle.toFixed(2)})`,
    'data-link-from': node.id,
    'data-link-to': leader,
  }, [
    h('line', { x1: from, x2: to - HEAD + 1 }),
    h('path', { d: `M${to - HEAD} ${-HEAD / 2}L${to} 0L${to - HEAD} ${HEAD / 2}z` }),
  ]);
}
