import { h } from '../lib/vue.js';
import { number } from '../core/format.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { Panel } from '../shared/panel.js';
import { measured } from '../shared/measured.js';
import { toneOf } from './group-colour.js';
import { lookedUp } from './looked-up.js';
import { RingChanges } from './ring-changes.js';
import { RingDrawing, percent } from './ring-drawing.js';

const EVEN = 1.2;
const UNEVEN = 1.6;

/** The ring, how even it is and why, and what can be changed about it. */
export const RingPanel = {
  setup: () => () => {
    const ring = store.ring;
    return h(Panel, {
      title: t('ring.title'),
      class: 'ring-panel',
      ready: ring !== null,
      empty: ring && ring.version === 0 ? t('ring.none') : '',
    }, {
      default: () => [
        h('p', { class: 'soft' }, t('ring.what')),
        h('div', { class: 'ring-area' }, [
          ring.arcs.length > 0
            ? h(RingDrawing, { ring, found: lookedUp.value })
            : h('p', { class: 'placeholder' }, t('ring.many', { count: number(ring.virtualNodes * ring.groups.length, 0) })),
          h('div', { class: 'ring-side' }, [shares(ring), balance(ring)]),
        ]),
        store.kv?.mayAct ? h(RingChanges) : null,
      ],
    });
  },
};

function shares(ring) {
  const names = ring.groups.map(({ group }) => group);
  return h('ul', { class: 'ring-shares', 'aria-label': t('group.share') }, ring.groups.map(({ group, share }) =>
    h('li', { key: group, class: toneOf(group, names), 'data-share': group }, [
      h('span', { class: 'swatch-tone', 'aria-hidden': 'true' }),
      h('strong', group),
      h('span', { class: 'share-track', 'aria-hidden': 'true' }, h('span', { class: 'share-bar', style: { width: `${share * 100}%` } })),
      h('span', { class: 'share-value' }, percent(share)),
    ])));
}

function balance({ maxOverMean }) {
  const ratio = number(maxOverMean, 2);
  const [tone, word] = maxOverMean <= EVEN ? ['good', 'even'] : maxOverMean <= UNEVEN ? ['warn', 'uneven'] : ['bad', 'veryUneven'];
  return h('div', { class: 'ring-balance', 'data-balance': maxOverMean.toFixed(3) }, [
    h('p', [
      measured(h('strong', t('ring.balance', { ratio })), undefined, { more: () => t('ring.balanceWhy', { ratio }) }),
      ' ',
      h('span', { class: ['chip', tone] }, t(`ring.${word}`)),
    ]),
    h('p', { class: 'soft' }, t('ring.balanceWhy', { ratio })),
  ]);
}
