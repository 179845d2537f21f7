import { h } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { age, fullMoment } from '../core/format.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { tip } from './tip.js';

/** A figure that was not read again for so many of its intervals is stale; fewer may be one slow answer. */
const MISSED_READINGS = 3;
const SHORTEST_STALE_MS = 5_000;

/** Whether a figure read at that moment may no longer pass for the present. */
export function isStale(at) {
  const every = store.ensemble?.reading?.metricsMs ?? 0;
  return store.lostAt !== null || ageMs(at) > Math.max(SHORTEST_STALE_MS, MISSED_READINGS * every);
}

/**
 * A figure that tells its age and source on hover and focus, and looks old when it is.
 *
 * @param {string | object[]} content as it is to be read
 * @param {{source: string, at: string} | undefined} origin who said it and when
 * @param {{more?: (() => string | null)}} [options] more: a further line of the bubble
 */
export function measured(content, origin, { more } = {}) {
  if (!origin) {
    return h('span', { class: 'measured', ...(more && tip(() => [more()])) }, content);
  }
  const stale = isStale(origin.at);
  return h('span', {
    class: ['measured', stale && 'stale'],
    'data-stale': stale || null,
    ...tip(() => [
      t('measured.source', { source: origin.source, age: age(ageMs(origin.at)) }),
      t('measured.at', { at: fullMoment(origin.at) }),
      isStale(origin.at) ? t('measured.stale') : null,
      more ? more() : null,
    ]),
  }, stale ? [content, h('span', { class: 'unseen' }, ` ${t('measured.staleShort')}`)] : content);
}

/**
 * A figure that is told whenever it changes: however old, it holds as long as the stream is live, and only then.
 *
 * @param {string | object[]} content as it is to be read
 * @param {string} source who says it, as a sentence without its full stop
 * @param {string | null | undefined} at when it changed last
 */
export function toldOnChange(content, source, at) {
  const stale = store.lostAt !== null;
  return h('span', {
    class: ['measured', stale && 'stale'],
    'data-stale': stale || null,
    ...tip(() => [
      source,
      at ? t('measured.changed', { at: fullMoment(at), age: age(ageMs(at)) }) : null,
      store.lostAt !== null ? t('measured.stale') : null,
    ]),
  }, stale ? [content, h('span', { class: 'unseen' }, ` ${t('measured.staleShort')}`)] : content);
}
