import { h } from '../lib/vue.js';

/** Outlines on a 24-unit square, drawn with the colour of the text beside them. */
const PATHS = {
  crown: 'M4 18h16M4 15l-1-9 5.5 4L12 4l3.5 6L21 6l-1 9z',
  shield: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM8.5 12l2.5 2.5 4.5-5',
  warning: 'M12 4l9 16H3zM12 10v4M12 17v.1',
  server: 'M4 5h16v6H4zM4 13h16v6H4zM7.500 8h.1M7.500 16h.1',
  eye: 'M2 12c3-5 6.500-7 10-7s7 2 10 7c-3 5-6.500 7-10 7s-7-2-10-7zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  route: 'M4 7h11M12 4l3 3-3 3M20 17H9M12 14l-3 3 3 3',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  ring: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 2.500v3M19.500 17.500l-2-1.500M4.500 17.500l2-1.500',
  plus: 'M12 5v14M5 12h14',
  play: 'M7 5l12 7-12 7z',
  stop: 'M6 6h12v12H6z',
  pause: 'M8 5v14M16 5v14',
  kill: 'M13 2L4 14h7l-1 8 9-12h-7z',
  tasks: 'M4 6l1.500 1.500L8 5M4 12l1.500 1.500L8 11M4 18l1.500 1.500L8 17M11 6h9M11 12h9M11 18h9',
  table: 'M4 5h16v14H4zM4 10h16M4 15h16M10 5v14',
  chart: 'M4 4v16h16M7 15l4-5 3 3 5-7',
  question: 'M9 9a3 3 0 1 1 4.500 2.600c-1 .6-1.500 1.200-1.500 2.400M12 17.500v.1M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.500 4.500',
  download: 'M12 4v12M7 11l5 5 5-5M4 20h16',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5',
  history: 'M4 12a8 8 0 1 0 2.500-5.800M4 4v4h4M12 8v4l3 2',
  settings: 'M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4',
  log: 'M5 4h14v16H5zM8 8h8M8 12h8M8 16h5',
  restart: 'M20 12a8 8 0 1 1-2.3-5.600M20 3v4h-4',
  drain: 'M12 3v11M8 10l4 4 4-4M4 17v3h16v-3',
  undrain: 'M12 14V3M8 7l4-4 4 4M4 17v3h16v-3',
  upload: 'M12 16V4M7 9l5-5 5 5M4 16v4h16v-4',
  closed: 'M9 5l7 7-7 7',
  opened: 'M5 9l7 7 7-7',
  copy: 'M8 8h12v12H8zM16 8V4H4v12h4',
  up: 'M12 20V4M6 10l6-6 6 6',
  down: 'M12 4v16M6 14l6 6 6-6',
  close: 'M6 6l12 12M18 6L6 18',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M4.9 4.900l1.4 1.400M17.7 17.700l1.4 1.400M2 12h2M20 12h2M4.9 19.100l1.4-1.400M17.7 6.300l1.4-1.4',
  moon: 'M20 14.500A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.500z',
  auto: 'M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18',
  globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18',
};

/** A decoration: whatever it says is also said in words beside it or in the button's name. */
export function icon(name) {
  return h('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' }, [
    h('path', { d: PATHS[name] }),
  ]);
}

/** The same outline as part of a drawing, `size` units high around its origin. */
export function sign(name, size) {
  const scale = size / 24;
  return h('path', { class: 'sign', d: PATHS[name], transform: `scale(${scale}) translate(-12 -12)` });
}
