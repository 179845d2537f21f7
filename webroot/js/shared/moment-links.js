import { h } from '../lib/vue.js';
import { RouterLink } from '../lib/router.js';
import { t } from '../core/language.js';
import { icon } from './icon.js';

/**
 * The way from something that happened to what the figures and the logs said at that moment.
 *
 * @param {string} at ISO-8601
 * @param {string | null} [node] whose logs and figures, or null for all
 */
export function momentLinks(at, node = null) {
  const query = { at, ...(node && { node }) };
  return h('span', { class: 'moment-links' }, [
    h(RouterLink, { to: { name: 'metrics', query }, 'data-link': 'metrics' }, () => [icon('chart'), t('moment.metrics')]),
    h(RouterLink, { to: { name: 'logs', query }, 'data-link': 'logs' }, () => [icon('log'), t('moment.logs')]),
  ]);
}
