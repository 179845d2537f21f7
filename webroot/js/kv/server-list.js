import { h } from '../lib/vue.js';
import { t, word } from '../core/language.js';
import { store } from '../core/store.js';
import { icon } from '../shared/icon.js';
import { measured } from '../shared/measured.js';
import { Panel } from '../shared/panel.js';
import { ProcessActions, underWay } from './process-actions.js';

/** The servers of the store: which is the master, and what can be done to each. */
export const ServerList = {
  setup: () => () =>
    h(Panel, {
      title: t('servers.title'),
      ready: store.kv !== null,
      empty: store.kv?.servers.length === 0 ? t('servers.empty') : '',
    }, {
      default: () => [
        h('p', { class: 'soft' }, t('servers.what')),
        h('ul', { class: 'members wide' }, store.kv.servers.map((server) => row(server, store.kv.mayAct))),
      ],
    }),
};

function row(server, mayAct) {
  const doing = underWay(server.id);
  const role = roleOf(server);
  return h('li', {
    key: server.id, class: ['member', role], 'data-server': server.id, 'data-role': role, 'data-process': server.process,
  }, [
    h('div', { class: 'member-head' }, [
      h('strong', { class: 'mono' }, server.id),
      h('span', { class: ['chip', role === 'master' ? 'lead' : role === 'spare' ? '' : role === 'down' ? 'bad' : 'warn'] }, [
        role === 'master' ? icon('crown') : null,
        role === 'master' || role === 'spare' ? t(`servers.${role}`) : word('member.role', role),
      ]),
      server.process === 'paused' ? h('span', { class: 'chip warn' }, t('member.paused')) : null,
      server.number === null ? null : measured(
        h('span', { class: 'soft' }, t('servers.number', server)), server.reading ?? undefined),
      h('span', { class: 'soft', role: 'status' }, doing),
      h('span', { class: 'spacer' }),
      h('span', { class: 'soft mono member-where' }, server.address),
    ]),
    mayAct ? h(ProcessActions, { process: server.id, state: server.process, locked: doing !== '' }) : null,
  ]);
}

function roleOf({ process, answers, master, reading }) {
  if (process === 'stopped') {
    return 'down';
  }
  if (!answers || process === 'paused') {
    return reading ? 'silent' : 'waiting';
  }
  return master ? 'master' : 'spare';
}
