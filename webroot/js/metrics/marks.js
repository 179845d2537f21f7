// What happened to the ensemble, as the moments that the charts mark.
import { computed } from '../lib/vue.js';
import { sentence } from '../core/format.js';
import { t, word } from '../core/language.js';
import { store } from '../core/store.js';

const EVENTS = {
  leader_changed: 'lead',
  stopped: 'bad',
  hung: 'bad',
  quorum_lost: 'bad',
  started: 'good',
  quorum_regained: 'good',
};

/** Actions that a line may bend at. */
const ACTIONS = new Set([
  'node_start', 'node_stop', 'node_restart', 'node_kill', 'node_pause', 'node_resume', 'rolling_restart', 'drain', 'undrain',
]);

/** Newest first: when, in which tone, whose, and what. */
export const marks = computed(() => [...events(), ...actions()].sort((one, other) => other.at - one.at));

function events() {
  return (store.elections ?? []).filter(({ kind }) => kind in EVENTS).map((event) => ({
    key: `e${event.seq}/${event.at}/${event.kind}/${event.node}`,
    at: Date.parse(event.at),
    iso: event.at,
    tone: EVENTS[event.kind],
    node: event.node ?? null,
    text: sentence(event, 'message'),
  }));
}

function actions() {
  return (store.operations ?? []).filter(({ action }) => ACTIONS.has(action)).map((operation) => ({
    key: `o${operation.id}`,
    at: Date.parse(operation.timestamp),
    iso: operation.timestamp,
    tone: 'warn',
    node: operation.node ?? null,
    text: t(operation.node ? 'metrics.did' : 'metrics.didAll', {
      action: word('action', operation.action),
      node: operation.node,
      actor: operation.actor,
      status: word('status', operation.status),
    }),
  }));
}
