// How many voters are up, drawn against how many are needed: one segment a voter, a mark where the majority begins.
import { h } from '../lib/vue.js';
import { t } from '../core/language.js';
import { icon } from '../shared/icon.js';

/** Safe: one may go. Edge: it decides, and none may go. Lost: it decides nothing. */
export function quorumState({ held, tolerates }) {
  return !held ? 'lost' : tolerates > 0 ? 'safe' : 'edge';
}

/** More voters than these are drawn without room between them. */
const ROOMY = 15;

const SIGNS = { safe: 'shield', edge: 'warning', lost: 'close' };
const TONES = { safe: 'good', edge: 'warn', lost: 'bad' };

export function quorumGauge(quorum) {
  const state = quorumState(quorum);
  const { voters, needed, up } = quorum;
  return h('div', { class: ['quorum-gauge', TONES[state]], 'data-quorum': state }, [
    h('div', { class: 'quorum-bar', role: 'img', 'aria-label': t('gauge.words', { ...quorum, state: t(`gauge.${state}`) }) }, [
      h('span', { class: ['segments', voters > ROOMY && 'dense'] }, Array.from({ length: voters }, (_, index) =>
        h('span', { key: index, class: ['segment', index < up ? 'up' : 'away'] }))),
      h('span', { class: 'majority', style: { left: `${(100 * needed) / voters}%` } }),
    ]),
    h('span', { class: ['chip', TONES[state]] }, [icon(SIGNS[state]), t(`gauge.${state}`)]),
    h('span', { class: 'majority-label soft', 'aria-hidden': 'true' }, t('gauge.needed', { needed })),
  ]);
}
