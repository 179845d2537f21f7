import { number } from '../core/format.js';
import { t } from '../core/language.js';

/** What became of a decision, in words. */
export function outcomeText({ moved, failed, underWay }, plan) {
  if (moved + failed + underWay === 0) {
    return t('outcome.notRun');
  }
  return [
    t('outcome.moved', { moved: number(moved, 0), planned: number(plan.moves.length, 0) }),
    failed > 0 ? t('outcome.failed', { failed: number(failed, 0) }) : null,
    underWay > 0 ? t('outcome.underWay', { open: number(underWay, 0) }) : null,
  ].filter(Boolean).join(', ');
}
