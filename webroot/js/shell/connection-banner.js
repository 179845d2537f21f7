import { computed, h, ref, watch } from '../lib/vue.js';
import { now } from '../core/clock.js';
import { age, span } from '../core/format.js';
import { t } from '../core/language.js';
import { connectStream } from '../core/session.js';
import { store } from '../core/store.js';
import { icon } from '../shared/icon.js';

/** A connection that is back within this time is not worth pushing the page down for; the top bar tells it anyhow. */
const PATIENCE_MS = 1_000;

/** Says that what is shown is old, how old, how often it was tried and when the next attempt comes. */
export const ConnectionBanner = {
  setup() {
    const spoken = ref('');
    const isAway = computed(() => {
      const { phase } = store.connection;
      return store.lostAt === null ? phase === 'waiting' : phase !== 'live' && now.value - store.lostAt >= PATIENCE_MS;
    });
    watch(isAway, (away) => {
      spoken.value = !away ? t('banner.back') : store.lostAt === null ? t('banner.never') : t('banner.gone');
    });

    return () => [
      // The ages beside it change each second, which nobody wants read aloud.
      h('div', { class: 'unseen', role: 'status' }, spoken.value),
      isAway.value ? banner() : null,
    ];
  },
};

function banner() {
  const { phase } = store.connection;
  return h('div', { class: 'banner' }, [
    icon('warning'),
    h('p', { class: 'banner-text' }, [
      h('strong', store.lostAt === null ? t('banner.never') : t('banner.gone')),
      store.lostAt === null ? null : ` ${t('banner.asOf', { age: age(now.value - store.lostAt) })}`,
      h('span', { class: 'soft' }, ` ${attempts(store.connection)}`),
    ]),
    h('button', { type: 'button', disabled: phase !== 'waiting', 'data-action': 'reconnect', onClick: connectStream },
      t('banner.now')),
  ]);
}

function attempts({ phase, attempt, retryAt }) {
  const left = phase === 'waiting' ? Math.ceil((retryAt - now.value) / 1_000) : 0;
  return left > 0
    ? t('banner.retry', { count: attempt, span: span(left * 1_000) })
    : t('banner.trying', { count: attempt + 1 });
}
