// The ensemble as a picture: the leader in the middle, the others around it, an arrow from each to the one that it follows.
import { computed, h, onBeforeUnmount, onMounted, ref, shallowRef, watch } from '../lib/vue.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { Panel } from '../shared/panel.js';
import { DESK_REM_PX, remPx } from '../shared/rem.js';
import { follows, pictureLink } from './picture-links.js';
import { PictureNode, kindOf, kindWord } from './picture-node.js';
import { peerList } from './peer-list.js';
import { seating, seats } from './picture-seats.js';
import { steadyNodes } from './steady-nodes.js';

const MANY = 16;
/** Many on less than this are a list: nobody could read their names, or hit them with a finger. */
const NARROW_PX = 520;
/** As long as the ways of picture.css take. */
const CHANGE_MS = 1_200;

export const EnsemblePicture = {
  setup() {
    const box = ref(null);
    const size = shallowRef(null);
    const observer = new ResizeObserver(([{ contentRect: { width, height } }]) => {
      size.value = { width, height };
    });
    const seatOf = seating();
    const count = computed(() => steadyNodes.value?.length ?? 0);
    const plan = computed(() => (count.value && size.value ? seats(count.value, size.value.width, size.value.height, remPx() / DESK_REM_PX) : null));
    // Nodes are seen to change places when another leads; where only the room is another, they stand there at once.
    const changing = ref(false);
    let settled = 0;
    watch(() => store.ensemble?.leader, () => {
      changing.value = true;
      clearTimeout(settled);
      settled = setTimeout(() => { changing.value = false; }, CHANGE_MS);
    });
    onMounted(() => observer.observe(box.value));
    onBeforeUnmount(() => {
      observer.disconnect();
      clearTimeout(settled);
    });

    return () => {
      const nodes = steadyNodes.value;
      const listed = count.value > MANY && size.value?.width < NARROW_PX;
      return h(Panel, { title: t('picture.title'), class: 'picture-panel' }, {
        actions: () => nodes ? legend(nodes) : null,
        default: () => h('div', {
          ref: box,
          class: ['picture', count.value > MANY && 'many', listed && 'listed', changing.value && 'changing', !nodes && 'loading'],
        },
          listed ? peerList(nodes, store.ensemble.leader)
          : plan.value ? drawing(nodes, store.ensemble.leader, seatOf, plan.value, size.value) : null),
      });
    };
  },
};

function drawing(nodes, leader, seatOf, plan, { width, height }) {
  const seatsOf = seatOf(nodes.map(({ id }) => id), leader);
  const seat = (node) => plan.ring[seatsOf.get(node.id)];
  const led = nodes.some((node) => node.id === leader);
  const alone = nodes.length === 1;
  return h('svg', { width, height, role: 'group', 'aria-label': inWords(nodes, leader), 'data-leader': leader ?? '' }, [
    led || alone ? null : nobody(plan.middle, width),
    led ? nodes.map((node) => node.id !== leader && follows(node)
      ? pictureLink(node, leader, seat(node), plan)
      : null) : null,
    nodes.map((node) => {
      const middle = node.id === leader || alone;
      return h(PictureNode, {
        key: node.id,
        id: node.id,
        kind: kindOf(node),
        drained: node.drained,
        radius: middle ? plan.leaderRadius : plan.radius,
        middle,
        crowded: plan.crowded,
        ...(middle ? { ...plan.middle, above: false } : seat(node)),
      });
    }),
  ]);
}

function nobody({ x, y }, width) {
  return h('g', { class: 'nobody', 'data-nobody': '' }, [
    h('circle', { cx: x, cy: y, r: 26 }),
    h('text', { x, y: y + 5, class: 'mark' }, '?'),
    h('text', { x, y: y + 44 }, t('picture.nobody')),
    width < 420 ? null : h('text', { x, y: y + 61, class: 'soft' }, t('picture.nobodyWhy')),
  ]);
}

/** What the arrows and dashes mean, for as much of it as is to be seen. */
function legend(nodes) {
  return h('span', { class: 'legend soft', 'aria-hidden': 'true' }, [
    nodes.some(follows) ? h('span', [h('svg', { width: 26, height: 10, class: 'link' }, [
      h('line', { x1: 1, x2: 18, y1: 5, y2: 5 }), h('path', { d: 'M17 0.5L26 5L17 9.5z' }),
    ]), t('picture.follows')]) : null,
  ]);
}

/** The whole picture in one sentence, for those who do not see it. */
function inWords(nodes, leader) {
  const groups = new Map();
  for (const node of nodes.filter(({ id }) => id !== leader)) {
    const kind = kindOf(node);
    groups.set(kind, [...(groups.get(kind) ?? []), node.id]);
  }
  return t('picture.words', {
    leader: leader ? t('who.leader', { node: leader }) : t('picture.nobody'),
    others: [...groups].map(([kind, ids]) => t('picture.group', { kind: kindWord(kind), ids: ids.join(t('picture.comma')) }))
      .join(t('picture.semicolon')),
    drained: nodes.filter((node) => node.drained).map((node) => node.id).join(t('picture.comma')) || t('picture.none'),
  });
}
