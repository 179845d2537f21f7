import { h } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { age, duration, number, span } from '../core/format.js';
import { t } from '../core/language.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { useCommand } from '../core/use-command.js';
import { icon } from '../shared/icon.js';
import { Panel } from '../shared/panel.js';
import { SwitchButton } from '../shared/switch-button.js';
import { tip } from '../shared/tip.js';

/** What a client that writes and reads all the time has found: above all that nothing is lost. */
export const CheckerPanel = {
  setup() {
    const { busy, run } = useCommand();
    const toggle = (enabled) => run(
      () => command('switch-kv-checker', { enabled }),
      () => t(enabled ? 'done.checkerOn' : 'done.checkerOff'),
    );

    return () => {
      const checker = store.kv.checker;
      return h(Panel, { title: t('checker.title'), class: 'checker' }, {
        actions: () => h(SwitchButton, {
          on: checker.enabled,
          disabled: busy.value || store.connection.phase !== 'live',
          label: t('checker.on'),
          'data-action': 'kv-checker',
          onToggle: toggle,
        }),
        default: () => [
          h('p', { class: 'soft' }, t(checker.enabled ? 'checker.what' : 'checker.off')),
          verdict(checker),
          figures(checker),
          checker.losses.length > 0 ? h('ul', { class: 'losses' }, checker.losses.map((loss) => h('li', loss))) : null,
          h('ul', { class: 'checked-groups' }, checker.groups.map((group) => h('li', { key: group.group }, groupView(group)))),
        ],
      });
    };
  },
};

function verdict({ lost }) {
  return h('p', { class: ['checker-verdict', lost === 0 ? 'good' : 'bad'], 'data-lost': lost }, [
    icon(lost === 0 ? 'shield' : 'warning'),
    h('strong', `${t('checker.lost')} ${number(lost, 0)}`),
    h('span', t(lost === 0 ? 'checker.lostNone' : 'checker.lostSome')),
  ]);
}

function figures(checker) {
  const cell = (field, text, why) => h('div', { class: 'figure', 'data-figure': field, ...(why && tip(() => [why])) }, [
    h('dt', t(`checker.${field}`)),
    h('dd', text),
  ]);
  return h('dl', { class: 'figures' }, [
    cell('acknowledged', number(checker.acknowledged, 0)),
    cell('reads', number(checker.reads, 0)),
    cell('unavailable', duration(checker.unavailableMs), t('checker.unavailableWhy')),
    cell('unknown', number(checker.unknown, 0), t('checker.unknownWhy')),
    cell('refused', number(checker.refused, 0)),
    cell('since', span(Math.floor(ageMs(checker.since) / 1_000) * 1_000)),
  ]);
}

function groupView({ group, lastAckAt, waitingMs }) {
  return [
    h('span', { class: ['dot', waitingMs > 0 ? 'warn' : lastAckAt ? 'good' : ''], 'aria-hidden': 'true' }),
    lastAckAt ? t('checker.group', { group, age: age(ageMs(lastAckAt)) }) : t('checker.groupNone', { group }),
    waitingMs > 0 ? h('span', { class: 'chip warn' }, t('checker.waiting', { span: span(waitingMs) })) : null,
  ];
}
