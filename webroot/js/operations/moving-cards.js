// Makes cards that change their place go there instead of jumping: where each was is noted before the page is drawn anew,
// and from there it is led to where it is now.
import { onBeforeUpdate, onUpdated } from '../lib/vue.js';

const MOVE = { duration: 450, easing: 'cubic-bezier(0.3, 0, 0.2, 1)' };
const APPEAR = { duration: 250, easing: 'ease-out' };

const still = window.matchMedia('(prefers-reduced-motion: reduce)');

/**
 * @param {import('vue').Ref<HTMLElement | null>} root what the cards are in
 * @param {string} attribute by which a card is known wherever it stands, such as `data-card`
 */
export function useMovingCards(root, attribute) {
  let before = new Map();
  const cards = () => [...(root.value?.querySelectorAll(`[${attribute}]`) ?? [])];

  onBeforeUpdate(() => {
    before = new Map(still.matches ? [] : cards().map((card) => [card.getAttribute(attribute), card.getBoundingClientRect()]));
  });
  onUpdated(() => {
    if (before.size === 0) {
      return;
    }
    for (const card of cards()) {
      const from = before.get(card.getAttribute(attribute));
      const to = card.getBoundingClientRect();
      if (!from) {
        card.animate([{ opacity: 0 }, { opacity: 1 }], APPEAR);
      } else if (from.left !== to.left || from.top !== to.top) {
        const way = `translate(${from.left - to.left}px, ${from.top - to.top}px)`;
        card.animate([{ transform: way, zIndex: 2 }, { transform: 'none', zIndex: 2 }], MOVE);
      }
    }
  });
}
