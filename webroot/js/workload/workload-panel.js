import { h } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { age, number, span } from '../core/format.js';
import { t } from '../core/language.js';
import { complain, say } from '../core/notices.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { useCommand } from '../core/use-command.js';
import { readWorkload, workload } from './demo-traffic.js';
import { Panel } from '../shared/panel.js';
import { SwitchButton } from '../shared/switch-button.js';
import { TrafficSettings } from './traffic-settings.js';

const SLOW_MS = 120_000;

/** Demo traffic: its switch, one tick by hand, and how much of it there is. */
export const WorkloadPanel = {
  setup() {
    const { busy, run } = useCommand();
    const off = () => busy.value || store.connection.phase !== 'live';

    async function toggle(enabled) {
      const state = await run(
        () => command('change-workload', { enabled }),
        () => t(enabled ? 'done.workloadOn' : 'done.workloadOff'),
      );
      if (state) {
        workload.state = state;
      }
    }

    async function tick() {
      const done = await run(() => command('tick', {}, SLOW_MS));
      if (done) {
        say(t('done.tick', { files: done.filesCreated, tasks: done.tasksCreated }));
        if (done.skipped) {
          complain({ code: 'tick', detail: t('done.tickSkipped', done) });
        }
        await readWorkload();
      }
    }

    return () =>
      h(Panel, { title: t('workload.title'), ready: workload.state !== null || workload.unread }, {
        actions: () => h('button', { type: 'button', class: 'small', disabled: off(), 'data-action': 'tick', onClick: tick },
          t('workload.tick')),
        default: () => workload.state
          ? [
            h(SwitchButton, {
              on: workload.state.enabled,
              disabled: off(),
              label: t('workload.on'),
              'data-action': 'workload',
              onToggle: toggle,
            }),
            facts(workload.state),
            h(TrafficSettings),
          ]
          : h('p', { class: 'remark warn' }, [
            t('workload.unread'),
            h('button', { type: 'button', class: 'small', onClick: readWorkload }, t('workload.again')),
          ]),
      });
  },
};

function facts(state) {
  return [
    h('p', { class: 'soft' }, t('workload.every', {
      span: span(state.interval * 1_000),
      files: number(state.maxFiles, 0),
      tasks: number(state.maxTasks, 0),
      clients: number(state.extraClients, 0),
    })),
    h('p', { class: 'soft' }, state.lastTickAt
      ? t('workload.last', { ticks: number(state.ticks, 0), age: age(ageMs(state.lastTickAt)) })
      : t('workload.none')),
    state.lastError ? h('p', { class: 'remark warn' }, t('workload.error', { error: state.lastError })) : null,
  ];
}
