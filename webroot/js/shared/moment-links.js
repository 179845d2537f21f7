import { h } from '../lib/vue.js';
import { RouterLink } from '../lib/router.js';
import { t } from '../core/language.js';
import { icon } from './icon.js';
import { tip } from './tip.js';

/**
 * The way from something that happened to what the figures and the logs said at that moment.
 *
 * @param {string} at ISO-8601
 * @param {string | null} [node] whose logs and figures, or null for all
 * @param {{compact?: boolean}} [options] compact: the signs alone, which say their names on hover and focus
 */
export function momentLinks(at, node = null, { compact = false } = {}) {
  const query = { at, ...(node && { node }) };
  const link = (name, symbol) => {
    const label = t(`moment.${name}`);
    return h(RouterLink, {
      // It leads to a moment; the page that shows is told by the navigation alone.
      ariaCurrentValue: 'false',
      to: { name, query },
      'data-link': name,
      ...(compact && { 'aria-label': label, ...tip(() => [label], false) }),
    }, () => [icon(symbol), compact ? null : label]);
  };
  return h('span', { class: ['moment-links', compact && 'compact'] }, [link('metrics', 'chart'), link('logs', 'log')]);
}
