import { h, onBeforeUnmount, onMounted, ref, shallowRef, watch } from '../lib/vue.js';
import { number } from '../core/format.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { useLaneTokens } from './lane-tokens.js';

const MOST_STATIONS = 12;
const LONGEST_NAME = 14;
const SLOT_PX = 18;
const FIRST_SLOT_PX = 14;

/**
 * Each node is a station, each file under way a token between two of them. Where all stations stand in one row the
 * tokens travel on the rails below; where they wrap, from station to station. It is a picture of the list below it, so
 * it is hidden from those who cannot see it.
 */
export const LaneStage = {
  setup() {
    const { tokens, missed } = useLaneTokens();
    const stage = ref(null);
    /** Where the stations stand: `{places: Map of node to {x, middle}, rails: top of the rails or null}`. */
    const layout = shallowRef({ places: new Map(), rails: null });

    function measure() {
      const places = new Map();
      const tops = new Set();
      let bottom = 0;
      for (const station of stage.value.querySelectorAll('[data-station]')) {
        const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = station;
        places.set(station.dataset.station, { x: offsetLeft + offsetWidth / 2, middle: offsetTop + offsetHeight / 2 });
        tops.add(offsetTop);
        bottom = Math.max(bottom, offsetTop + offsetHeight);
      }
      const rails = tops.size === 1 ? bottom : null;
      if (!isSame(layout.value, { places, rails })) {
        layout.value = { places, rails };
      }
    }

    const observer = new ResizeObserver(measure);
    onMounted(() => {
      observer.observe(stage.value);
      measure();
    });
    // A station that grows makes the stage grow, which the observer sees; one that comes or goes may not.
    watch(() => stationsOf(tokens.value).join(), measure, { flush: 'post' });
    onBeforeUnmount(() => observer.disconnect());

    return () => {
      const stations = stationsOf(tokens.value);
      const { rails } = layout.value;
      return h('div', { class: 'move-lane', 'aria-hidden': 'true', 'data-tokens': tokens.value.size }, [
        h('div', { ref: stage, class: ['stations', rails !== null && 'railed'] }, [
          ...stations.map(station),
          ...[...tokens.value.values()].map((token) => drawn(token, layout.value)),
        ]),
        rails !== null && tokens.value.size === 0 ? h('p', { class: 'lane-idle soft' }, h('span', t('lane.idle'))) : null,
        h('p', { class: 'lane-more soft' }, missed.value.size > 0 ? t('lane.more', { count: number(missed.value.size, 0) }) : ' '),
      ]);
    };
  },
};

/** All nodes where they are few, else those that take part in what is shown. */
function stationsOf(tokens) {
  const all = Object.keys(store.counts?.files ?? {});
  if (all.length <= MOST_STATIONS) {
    return all;
  }
  const part = new Set();
  tokens.forEach(({ migration }) => part.add(migration.from).add(migration.to));
  (store.migrations ?? []).forEach(({ from, to }) => {
    if (part.size < MOST_STATIONS - 1) {
      part.add(from).add(to);
    }
  });
  return all.filter((node) => part.has(node)).slice(0, MOST_STATIONS);
}

function station(node) {
  const files = store.counts.files[node];
  const standing = store.plan?.nodeStates[node];
  return h('div', { key: node, class: ['station', standing?.drained && 'drained'], 'data-station': node }, [
    h('span', { class: 'file' }, node),
    h('span', { class: 'station-count' }, number(files, 0)),
    h('span', { class: 'soft' }, t(files === 1 ? 'lane.file' : 'lane.files')),
    standing?.drained
      ? h('span', { class: 'chip warn' }, t(files === 0 ? 'lane.drainedEmpty' : 'counts.drained'))
      : standing && !standing.available ? h('span', { class: 'chip bad' }, t('counts.away')) : null,
  ]);
}

function drawn({ migration, slot, behind }, { places, rails }) {
  const from = places.get(migration.from);
  const to = places.get(migration.to);
  if (!from || !to) {
    return null;
  }
  const x = from.x + (to.x - from.x) * behind;
  const y = rails === null
    ? from.middle + (to.middle - from.middle) * behind
    : rails + FIRST_SLOT_PX + slot * SLOT_PX;
  return h('span', {
    key: migration.id,
    class: ['lane-token', migration.step],
    'data-token': migration.id,
    'data-token-step': migration.step,
    style: { transform: `translate(calc(${x.toFixed(1)}px - 50%), ${y.toFixed(1)}px)` },
  }, shortName(migration.name));
}

/** The end tells files of one origin apart. */
function shortName(name) {
  return name.length > LONGEST_NAME ? `…${name.slice(1 - LONGEST_NAME)}` : name;
}

function isSame(one, other) {
  return one.rails === other.rails && one.places.size === other.places.size
    && [...one.places].every(([node, { x, middle }]) => {
      const place = other.places.get(node);
      return place && place.x === x && place.middle === middle;
    });
}
