import { h } from '../lib/vue.js';
import { t } from '../core/language.js';
import { LANGUAGES, THEMES, preferences } from '../core/preferences.js';
import { store } from '../core/store.js';
import { icon } from '../shared/icon.js';
import { tip } from '../shared/tip.js';
import { LinkState } from './link-state.js';

/** So many servers are named in the bar; the others are in its tip. */
const MOST_ADDRESSES = 5;
const THEME_ICONS = { auto: 'auto', light: 'sun', dark: 'moon' };

const next = (values, value) => values[(values.indexOf(value) + 1) % values.length];

/** The product's name, whether the stream is live, language and theme. */
export const TopBar = {
  setup: () => () =>
    h('header', { class: 'top-bar' }, [
      h('img', { class: 'logo', src: '/ui/icon.svg', alt: '', width: 28, height: 28 }),
      h('h1', 'Conclave'),
      identity(),
      h('span', { class: 'spacer' }),
      h(LinkState),
      h('button', {
        class: 'quiet language',
        type: 'button',
        title: t('bar.languageHint'),
        'data-action': 'language',
        onClick: () => { preferences.language = next(LANGUAGES, preferences.language); },
      }, [icon('globe'), h('span', { lang: preferences.language === 'zh' ? 'en' : 'zh-CN' }, t('bar.language'))]),
      h('button', {
        class: 'quiet',
        type: 'button',
        title: t(`bar.theme.${preferences.theme}`),
        'aria-label': t(`bar.theme.${preferences.theme}`),
        'data-action': 'theme',
        onClick: () => { preferences.theme = next(THEMES, preferences.theme); },
      }, icon(THEME_ICONS[preferences.theme])),
    ]),
};

/** Which ensemble this is: nobody must act on the wrong one. */
function identity() {
  const { ensemble } = store;
  if (!ensemble) {
    return null;
  }
  const { nodes } = ensemble;
  const more = nodes.length - MOST_ADDRESSES;
  const addresses = more > 0 ? [inShort(nodes)] : nodes.map(({ host, port }) => `${host}:${port}`);
  return h('div', {
    class: 'identity',
    'data-ensemble': ensemble.name,
    role: 'group',
    'aria-label': t('bar.ensemble'),
    ...tip(() => [t('bar.ensemble'), ...addresses]),
  }, [
    ensemble.name ? h('strong', ensemble.name) : null,
    h('span', { class: 'mono' }, inShort(nodes.slice(0, MOST_ADDRESSES))),
    nodes.length > 1 ? h('span', { class: 'mono few' }, `${inShort(nodes.slice(0, 1))} +${nodes.length - 1}`) : null,
    more > 0 ? h('span', { class: 'more soft' }, t('bar.more', { count: more })) : null,
  ]);
}

/** Servers on one host are told by their ports alone. */
function inShort(nodes) {
  let last = null;
  return nodes.map(({ host, port }) => {
    const text = host === last ? `:${port}` : `${host}:${port}`;
    last = host;
    return text;
  }).join(' ');
}
