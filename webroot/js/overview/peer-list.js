import { h } from '../lib/vue.js';
import { t } from '../core/language.js';
import { sign } from '../shared/icon.js';
import { SIGNS, goToCard, kindOf, kindWord } from './picture-node.js';

const SIGN_PX = 15;

/** What the picture tells, as a list, where there are too many nodes for the room: the leader, then the others. */
export const peerList = (nodes, leader) => {
  const sorted = [...nodes].sort((one, other) => (other.id === leader) - (one.id === leader));
  return h('ul', { class: 'peer-list' }, [
    nodes.some(({ id }) => id === leader) ? null : h('li', { key: '', class: 'bad-text', 'data-nobody': '' }, t('picture.nobody')),
    sorted.map((node) => peer(node, node.id === leader)),
  ]);
};

function peer(node, leads) {
  const kind = kindOf(node);
  return h('li', { key: node.id }, h('a', {
    href: `#node-${node.id}`,
    class: ['peer', kind],
    'data-peer': node.id,
    'data-kind': kind,
    'data-place': leads ? 'middle' : 'ring',
    onClick: (event) => goToCard(event, node.id),
  }, [
    h('svg', { width: SIGN_PX, height: SIGN_PX, viewBox: `${-SIGN_PX / 2} ${-SIGN_PX / 2} ${SIGN_PX} ${SIGN_PX}`, 'aria-hidden': 'true' },
      sign(SIGNS[kind], SIGN_PX)),
    h('strong', node.id),
    h('span', { class: 'soft' }, [kindWord(kind), node.drained ? ` · ${t('node.drained')}` : null]),
  ]));
}
