// The three answers that somebody who sees the page for the first time looks for.
import { h } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { age, sentence } from '../core/format.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { icon } from '../shared/icon.js';

export const Summary = {
  setup: () => () =>
    h('div', { class: 'summary' }, [
      tile('who', 'crown', t('who.title'), store.ensemble && whoLeads(store.ensemble)),
      tile('lose', 'shield', t('lose.title'), store.ensemble && mayFail(store.ensemble)),
      tile('next', 'route', t('next.title'), store.plan && whatNext(store.plan)),
    ]),
};

function tile(name, symbol, title, answer) {
  return h('section', { class: ['tile', name, answer?.tone] }, [
    h('span', { class: 'tile-icon' }, icon(answer?.tone === 'bad' ? 'warning' : symbol)),
    h('div', { class: 'tile-text' }, [
      h('h2', title),
      answer
        ? [h('p', { class: 'answer' }, answer.text), answer.extra, h('p', { class: 'soft' }, answer.why)]
        : h('p', { class: 'placeholder loading' }, t('loading')),
    ]),
  ]);
}

function whoLeads({ leader, nodes }) {
  if (!leader) {
    return { tone: 'bad', text: t('who.none'), why: t('who.noneWhy') };
  }
  const node = nodes.find((one) => one.id === leader);
  const election = store.elections?.find((event) => event.kind === 'leader_changed' && event.to === leader);
  const epoch = node?.epoch ?? '–';
  const why =
    node?.role === 'standalone' ? t('who.standalone')
    : election ? t('who.since', { epoch, age: age(ageMs(election.at)) })
    : t('who.term', { epoch });
  return { tone: 'good', text: t('who.leader', { node: leader }), why };
}

function mayFail({ quorum, nodes }) {
  const extra = h('span', { class: 'voters', 'aria-hidden': 'true' },
    nodes.filter((node) => node.voter).map((node) => h('span', { class: ['dot', node.health], title: node.id })));
  if (!quorum.held) {
    return { tone: 'bad', text: t('lose.lost'), extra, why: t('lose.lostWhy', quorum) };
  }
  return quorum.tolerates > 0
    ? { tone: 'good', text: t('lose.yes', { count: quorum.tolerates }), extra, why: t('lose.count', quorum) }
    : { tone: 'warn', text: t('lose.no'), extra, why: t('lose.noWhy', quorum) };
}

function whatNext(plan) {
  const [move] = plan.moves;
  const values = { ...move, count: plan.moves.length };
  const text =
    !move ? t('next.nothing')
    : plan.moves.length === 1 ? t('next.move', values)
    : t('next.moves', values);
  const paused = plan.enabled ? null : h('span', { class: 'chip warn' }, t('next.paused'));
  return { tone: move ? 'busy' : 'calm', text, extra: paused, why: sentence(plan, 'message') };
}
