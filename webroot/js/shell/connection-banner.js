import { h } from '../lib/vue.js';
import { now } from '../core/clock.js';
import { age, span } from '../core/format.js';
import { t } from '../core/language.js';
import { connectStream } from '../core/session.js';
import { store } from '../core/store.js';
import { icon } from '../shared/icon.js';

/** Says that what is shown is old, how old, and when the next attempt comes. */
export const ConnectionBanner = {
  setup: () => () => {
    const { phase, retryAt } = store.connection;
    if (phase === 'live' || (phase === 'connecting' && store.lostAt === null)) {
      return null;
    }
    return h('div', { class: 'banner', role: 'alert' }, [
      icon('warning'),
      h('span', { class: 'banner-text' }, [
        store.lostAt === null ? t('banner.never') : t('banner.lost', { age: age(now.value - store.lostAt) }),
        ' ',
        h('span', { class: 'soft', 'aria-live': 'off' }, retryText(phase, retryAt)),
      ]),
      h('button', { type: 'button', disabled: phase !== 'waiting', onClick: connectStream }, t('banner.now')),
    ]);
  },
};

function retryText(phase, retryAt) {
  const left = phase === 'waiting' ? Math.ceil((retryAt - now.value) / 1_000) : 0;
  return left > 0 ? t('banner.retry', { span: span(left * 1_000) }) : t('banner.trying');
}
