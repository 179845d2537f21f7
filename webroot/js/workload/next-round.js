import { h } from '../lib/vue.js';
import { ageMs, now } from '../core/clock.js';
import { age, span } from '../core/format.js';
import { t, word } from '../core/language.js';
import { store } from '../core/store.js';
import { icon } from '../shared/icon.js';

/** When the scheduler acts by itself the next time, and how the last time ended. */
export const NextRound = {
  setup: () => () => {
    const { scheduler } = store;
    return h('p', { class: 'soft next-round', 'data-round': scheduler ? phase(scheduler) : null }, scheduler ? [
      icon('history'),
      h('span', [coming(scheduler), scheduler.lastRound ? ` ${last(scheduler)}` : null]),
    ] : ' ');
  },
};

function phase({ running, settings }) {
  return running ? 'running' : settings.enabled ? 'waiting' : 'off';
}

function coming(scheduler) {
  switch (phase(scheduler)) {
    case 'running': return t('round.running');
    case 'off': return t('round.off');
    default: return t('round.next', { span: span(Math.ceil(untilMs(scheduler.nextRoundAt) / 1_000) * 1_000) });
  }
}

function last({ lastRound, lastRoundAt }) {
  return t('round.last', { age: age(ageMs(lastRoundAt)), end: word('round.end', lastRound) });
}

/** How long until a moment of the server's clock. */
function untilMs(at) {
  return Math.max(0, Date.parse(at) + (store.clockAheadMs ?? 0) - now.value);
}
