import { h } from '../lib/vue.js';
import { RouterLink } from '../lib/router.js';
import { t } from '../core/language.js';
import { icon } from './icon.js';
import { tip } from './tip.js';

/** How long before something is told its lines may have been written: they are read within this time or are no news. */
const TOLD_WITHIN_MS = 35_000;
const AFTERWARDS_MS = 5_000;

/** Where the lines are found that tell of something. */
function linesQuery(at, node, lines) {
  const when = Date.parse(at);
  return {
    view: 'search',
    find: lines,
    ...(node && { node }),
    from: new Date(when - TOLD_WITHIN_MS).toISOString(),
    to: new Date(when + AFTERWARDS_MS).toISOString(),
  };
}

/**
 * The way from something that happened to what the figures and the logs said at that moment.
 *
 * @param {string} at ISO-8601
 * @param {string | null} [node] whose logs and figures, or null for all
 * @param {{compact?: boolean, lines?: string | null}} [options] compact: the signs alone, which say their names on hover
 *   and focus; lines: what finds the very lines, where it was a log that told of it
 */
export function momentLinks(at, node = null, { compact = false, lines = null } = {}) {
  const moment = { at, ...(node && { node }) };
  const link = (name, symbol, query = moment) => {
    const label = t(`moment.${name}`);
    return h(RouterLink, {
      // It leads to a moment; the page that shows is told by the navigation alone.
      ariaCurrentValue: 'false',
      to: { name, query },
      'data-link': name,
      ...(compact && { 'aria-label': label, ...tip(() => [label], false) }),
    }, () => [icon(symbol), compact ? null : label]);
  };
  return h('span', { class: ['moment-links', compact && 'compact'] }, [
    link('metrics', 'chart'),
    link('logs', 'log', lines ? linesQuery(at, node, lines) : moment),
  ]);
}
