import { computed, h } from '../lib/vue.js';
import { now } from '../core/clock.js';
import { age } from '../core/format.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { tip } from '../shared/tip.js';

/** Whether what is shown is live and how old the newest of it is; always in sight. */
export const LinkState = {
  setup() {
    // The stream is heard many times a second; only another text is worth drawing.
    const heard = computed(() => store.heardAt === null ? '' : age(Math.max(0, now.value - store.heardAt)));

    return () => {
      const { phase, attempt } = store.connection;
      const [tone, key] = standing(phase);
      return h('span', {
        class: ['link-state', tone],
        'data-phase': phase,
        ...tip(() => [
          t(`link.${key}.what`),
          heard.value && t('link.age', { age: heard.value }),
          attempt ? t('link.attempts', { count: attempt }) : null,
        ]),
      }, [
        h('span', { class: 'dot', 'aria-hidden': 'true' }),
        h('span', t(`link.${key}`)),
        heard.value ? h('span', { class: 'soft link-age' }, heard.value) : null,
      ]);
    };
  },
};

function standing(phase) {
  return phase === 'live' ? ['good', 'live']
    : store.locked ? ['warn', 'refused']
    : phase === 'connecting' && store.lostAt === null ? ['soft', 'connecting']
    : ['bad', 'lost'];
}
