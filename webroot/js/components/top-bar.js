import { h } from '../lib/vue.js';
import { t } from '../language.js';
import { LANGUAGES, THEMES, preferences } from '../preferences.js';
import { store } from '../store.js';
import { icon } from './icon.js';

const THEME_ICONS = { auto: 'auto', light: 'sun', dark: 'moon' };

const next = (values, value) => values[(values.indexOf(value) + 1) % values.length];

/** The product's name, whether the stream is live, language and theme. */
export const TopBar = {
  setup: () => () =>
    h('header', { class: 'top-bar' }, [
      h('img', { class: 'logo', src: 'icon.svg', alt: '', width: 28, height: 28 }),
      h('h1', 'Conclave'),
      h('span', { class: 'tagline' }, t('app.tagline')),
      h('span', { class: 'spacer' }),
      linkState(),
      h('button', {
        class: 'quiet',
        type: 'button',
        title: t('bar.languageHint'),
        onClick: () => { preferences.language = next(LANGUAGES, preferences.language); },
      }, [icon('globe'), h('span', { lang: preferences.language === 'zh' ? 'en' : 'zh-CN' }, t('bar.language'))]),
      h('button', {
        class: 'quiet',
        type: 'button',
        title: t(`bar.theme.${preferences.theme}`),
        'aria-label': t(`bar.theme.${preferences.theme}`),
        onClick: () => { preferences.theme = next(THEMES, preferences.theme); },
      }, icon(THEME_ICONS[preferences.theme])),
    ]),
};

function linkState() {
  const { phase } = store.connection;
  const [tone, key] =
    phase === 'live' ? ['good', 'link.live']
    : store.locked ? ['warn', 'link.refused']
    : phase === 'connecting' && store.lostAt === null ? ['soft', 'link.connecting']
    : ['bad', 'link.lost'];
  return h('span', { class: ['link-state', tone], 'data-phase': phase }, [h('span', { class: 'dot' }), t(key)]);
}
