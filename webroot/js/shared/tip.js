// One bubble for all explanations on the page: it shows beside what is pointed at or has the focus, and Escape hides it.
// What it says is asked for anew at each redraw, so that an age in it goes on counting.
import { h, nextTick, onBeforeUnmount, onMounted, ref, shallowRef, watchPostEffect } from '../lib/vue.js';

const ID = 'tip';
const GAP_PX = 6;

const shown = shallowRef(null);

function show(event, lines) {
  shown.value = { anchor: event.currentTarget, lines };
}

function hide(event) {
  if (shown.value?.anchor === event.currentTarget) {
    shown.value = null;
  }
}

/**
 * What an element needs to explain itself on hover and focus.
 *
 * @param {() => (string | null)[]} lines what to say; null lines are left out
 * @param {boolean} [focusable] false where the element takes the focus anyhow, as a button does
 */
export function tip(lines, focusable = true) {
  return {
    ...(focusable && { tabindex: 0 }),
    onPointerenter: (event) => show(event, lines),
    onPointerleave: hide,
    onFocus: (event) => show(event, lines),
    onBlur: hide,
  };
}

/** The bubble; it is there once, at the end of the page. */
export const TipBubble = {
  setup() {
    const bubble = ref(null);
    const text = ref([]);

    const escape = (event) => {
      if (event.key === 'Escape') {
        shown.value = null;
      }
    };
    onMounted(() => document.addEventListener('keydown', escape));
    onBeforeUnmount(() => document.removeEventListener('keydown', escape));

    watchPostEffect(async () => {
      const anchor = shown.value?.anchor;
      text.value = shown.value?.lines().filter(Boolean) ?? [];
      document.querySelector(`[aria-describedby="${ID}"]`)?.removeAttribute('aria-describedby');
      if (anchor && !anchor.isConnected) {
        shown.value = null;
      } else if (anchor && text.value.length > 0) {
        anchor.setAttribute('aria-describedby', ID);
        await nextTick();
        place(bubble.value, anchor);
      }
    });

    return () => text.value.length === 0 ? null : h('div', {
      ref: bubble,
      id: ID,
      class: 'tip',
      role: 'tooltip',
      // Above an open dialogue, which the browser draws over everything else.
      popover: 'manual',
    }, text.value.map((line) => h('p', line)));
  },
};

function place(bubble, anchor) {
  if (!bubble) {
    return;
  }
  bubble.showPopover();
  const at = anchor.getBoundingClientRect();
  const { width, height } = bubble.getBoundingClientRect();
  const above = at.top - height - GAP_PX;
  const left = Math.min(Math.max(GAP_PX, at.left), document.documentElement.clientWidth - width - GAP_PX);
  bubble.style.left = `${Math.max(GAP_PX, left)}px`;
  bubble.style.top = `${above > 0 ? above : at.bottom + GAP_PX}px`;
}
