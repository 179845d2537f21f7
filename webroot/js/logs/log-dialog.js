import { h, nextTick, ref, watch } from '../lib/vue.js';
import { number } from '../core/format.js';
import { t } from '../core/language.js';
import { hideLog, log } from './log-tail.js';
import { store } from '../core/store.js';
import { RouterLink } from '../lib/router.js';
import { parseLine } from './log-line.js';

/** How near to its end a log must be scrolled to go on showing what comes. */
const NEAR_END_PX = 40;

/** The log of one server, in a dialogue: the newest line below, which stays in sight until the viewer scrolls away. */
export const LogDialog = {
  setup() {
    const dialog = ref(null);
    const box = ref(null);
    let atEnd = true;

    watch(() => log.node, async (node) => {
      await nextTick();
      atEnd = true;
      if (node && !dialog.value.open) {
        dialog.value.showModal();
      } else if (!node && dialog.value.open) {
        dialog.value.close();
      }
    });
    watch(() => log.lines, async () => {
      await nextTick();
      if (box.value && atEnd) {
        box.value.scrollTop = box.value.scrollHeight;
      }
    });

    const scrolled = ({ target: { scrollTop, scrollHeight, clientHeight } }) => {
      atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    };

    function content() {
      if (log.problem) {
        return h('p', { class: 'remark bad', role: 'alert' }, log.problem.detail || log.problem.message);
      }
      if (log.loading) {
        return h('p', { class: 'placeholder loading' }, t('loading'));
      }
      return log.lines.length === 0
        ? h('p', { class: 'placeholder' }, t('log.empty'))
        : log.lines.map(({ key, text }) => h('div', { key, class: ['log-line', level(text)] }, text));
    }

    return () => h('dialog', {
      ref: dialog,
      class: 'log-dialog',
      'aria-labelledby': 'log-title',
      onCancel: hideLog,
      onClose: () => log.node && hideLog(),
    }, log.node ? [
      h('header', { class: 'panel-head' }, [
        h('h2', { id: 'log-title' }, t('log.title', { node: log.node })),
        h('span', { class: ['chip', store.connection.phase === 'live' ? 'good' : 'warn'] },
          t(store.connection.phase === 'live' ? 'log.live' : 'log.away')),
        log.missed ? h('span', { class: 'chip warn' }, t('log.missed', { count: number(log.missed, 0) })) : null,
        h('div', { class: 'panel-actions' }, [h(RouterLink, {
          to: { name: 'logs', query: { node: log.node } }, class: 'button small', 'data-link': 'logs', onClick: hideLog,
        }, () => t('log.open')), h('button', { type: 'button', class: 'small', onClick: hideLog }, t('log.close'))]),
      ]),
      h('div', { ref: box, class: 'log-lines mono', tabindex: 0, role: 'log', 'aria-label': t('log.title', { node: log.node }), onScroll: scrolled }, content()),
    ] : null);
  },
};

const TONES = { ERROR: 'bad', FATAL: 'bad', WARN: 'warn' };

const level = (line) => TONES[parseLine(line)?.level] ?? '';
