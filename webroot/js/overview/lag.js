// How far a node is behind the leader. A zxid is a term and a count within it, so only counts of one term compare.
import { t } from '../core/language.js';
import { number } from '../core/format.js';

/**
 * @returns {{kind: 'leads' | 'in_step' | 'behind' | 'other_term' | 'no_leader' | 'unread', behind: number}} behind: how
 *   many transactions of the leader the node has not told of yet, 0 where it is not known
 */
export function lagOf(node, leader) {
  const kind =
    !leader ? 'no_leader'
    : node.id === leader.id ? 'leads'
    : !known(node) || !known(leader) ? 'unread'
    : node.epoch !== leader.epoch ? 'other_term'
    // It was asked a moment after the leader where it seems to be ahead of it.
    : leader.counter > node.counter ? 'behind'
    : 'in_step';
  return { kind, behind: kind === 'behind' ? leader.counter - node.counter : 0 };
}

const known = ({ epoch, counter }) => epoch !== null && counter !== null && epoch !== undefined && counter !== undefined;

/** The lag as a figure: short, and a dash where it cannot be told. */
export function lagText(kind, behind) {
  switch (kind) {
    case 'leads':
    case 'in_step':
      return t(`lag.${kind}`);
    case 'behind':
      return t('lag.behind', { count: number(behind, 0) });
    default:
      return '–';
  }
}

/** What that means, or why it cannot be told. */
export const lagWords = (kind) => t(`lag.${kind}.why`);
