import { h } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { ask } from '../core/dialogs.js';
import { sentence, span } from '../core/format.js';
import { t, word } from '../core/language.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { useCommand } from '../core/use-command.js';
import { icon } from '../shared/icon.js';

const LONGEST_REASON = 500;
/** A finished one stays in sight this long. */
const SHOWN_AFTER_MS = 600_000;

const isUnderWay = (rolling) => rolling?.status === 'running' || rolling?.status === 'cancelling';

/** The button that restarts all servers, one after another. */
export const RollingRestartButton = {
  setup() {
    const { busy, run } = useCommand();
    async function begin() {
      const answer = await ask({
        title: t('rolling.title'),
        lines: [t('rolling.what')],
        fields: [{ name: 'reason', label: t('drain.reason'), maxlength: LONGEST_REASON }],
        confirm: t('rolling.begin'),
        danger: true,
      });
      if (answer) {
        await run(() => command('rolling-restart', { reason: answer.reason.trim() || null }), () => t('rolling.begun'));
      }
    }
    return () => store.control?.actions.includes('node_restart') && (store.ensemble?.nodes.length ?? 0) > 1
      ? h('button', {
        type: 'button',
        class: 'small',
        disabled: busy.value || store.connection.phase !== 'live' || isUnderWay(store.control.rolling),
        'data-action': 'rolling-restart',
        onClick: begin,
      }, [icon('restart'), t('rolling.button')])
      : null;
  },
};

/** How far it is: each server in its turn, what it waits for, and what stopped it. */
export const RollingRestart = {
  setup() {
    const { busy, run } = useCommand();
    const cancel = () => run(() => command('cancel-rolling-restart', {}), () => t('rolling.cancelAsked'));

    return () => {
      const rolling = store.control?.rolling;
      if (!rolling || (!isUnderWay(rolling) && ageMs(rolling.endedAt) > SHOWN_AFTER_MS)) {
        return null;
      }
      return h('section', { class: ['rolling', rolling.status], 'aria-label': t('rolling.button'), 'data-rolling': rolling.status }, [
        h('header', { class: 'panel-head' }, [
          h('h3', t('rolling.head', { actor: rolling.actor })),
          h('span', { class: ['chip', chip(rolling.status)] }, word('rolling', rolling.status)),
          isUnderWay(rolling)
            ? h('div', { class: 'panel-actions' }, h('button', {
              type: 'button',
              class: 'small',
              disabled: busy.value || rolling.status === 'cancelling' || store.connection.phase !== 'live',
              'data-action': 'cancel-rolling-restart',
              onClick: cancel,
            }, t('act.cancel')))
            : null,
        ]),
        h('ol', { class: 'rolling-steps' }, rolling.steps.map(step)),
        rolling.reason ? h('p', { class: 'remark bad', role: 'alert' }, [icon('warning'), sentence(rolling, 'reason')]) : null,
      ]);
    };
  },
};

const chip = (status) => ({ ok: 'good', failed: 'bad', cancelled: 'warn' })[status] ?? 'busy';

function step(one) {
  const took = one.startedAt
    ? one.endedAt ? Date.parse(one.endedAt) - Date.parse(one.startedAt) : Math.floor(ageMs(one.startedAt) / 1_000) * 1_000
    : null;
  return h('li', { key: one.node, class: ['rolling-step', one.phase], 'data-phase': one.phase }, [
    h('span', { class: ['dot', dot(one.phase)], 'aria-hidden': 'true' }),
    h('strong', one.node),
    h('span', { class: 'soft' }, word('role', one.role)),
    h('span', word('phase', one.phase)),
    took === null ? null : h('span', { class: 'soft' }, span(took)),
    one.reason && one.phase === 'catching_up' ? h('span', { class: 'soft' }, sentence(one, 'reason')) : null,
  ]);
}

const dot = (phase) => ({ done: 'good', failed: 'bad', restarting: 'warn', catching_up: 'warn' })[phase] ?? '';
