// The three answers that somebody who sees the page for the first time looks for.
import { computed, h } from '../lib/vue.js';
import { RouterLink } from '../lib/router.js';
import { ageMs } from '../core/clock.js';
import { age, sentence } from '../core/format.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { showWhy } from '../core/why.js';
import { icon } from '../shared/icon.js';
import { measured, toldOnChange } from '../shared/measured.js';
import { quorumGauge, quorumState } from './quorum-gauge.js';
import { follows } from './picture-links.js';
import { leadingNode, steadyNodes } from './steady-nodes.js';

/** More names than these are not read in a glance. */
const MOST_NAMED = 6;

export const Summary = {
  setup: () => () =>
    h('div', { class: 'summary' }, [
      tile('who', 'crown', t('who.title'), store.ensemble && whoLeads(store.ensemble)),
      tile('lose', 'shield', t('lose.title'), store.ensemble && mayFail(store.ensemble)),
      tile('next', 'route', t('next.title'), store.plan && whatNext(store.plan)),
    ]),
};

function tile(name, symbol, title, answer) {
  return h('section', { class: ['tile', name, answer?.tone], 'data-answer': name }, [
    h('span', { class: 'tile-icon' }, icon(answer?.tone === 'bad' ? 'warning' : symbol)),
    h('div', { class: 'tile-text' }, [
      h('h2', title),
      answer
        ? [h('p', { class: 'answer' }, [answer.text, answer.beside]), h('p', { class: 'soft' }, answer.why), answer.below]
        : h('p', { class: 'placeholder loading' }, t('loading')),
    ]),
  ]);
}

function whoLeads({ leader }) {
  if (!leader) {
    return { tone: 'bad', text: t('who.none'), why: t('who.noneWhy') };
  }
  const node = leadingNode.value;
  const election = store.elections?.find((event) => event.kind === 'leader_changed' && event.to === leader);
  const epoch = node?.epoch ?? '–';
  const why =
    node?.role === 'standalone' ? t('who.standalone')
    : election ? t('who.since', { epoch, age: age(ageMs(election.at)) })
    : t('who.term', { epoch });
  const below = node?.role === 'standalone' ? null : h('p', { class: 'soft' }, followed(steadyNodes.value.filter(follows)));
  return { tone: 'good', text: measured(t('who.leader', { node: leader }), node?.sources.role), why, below };
}

function followed(followers) {
  const count = followers.length;
  const key = count === 0 ? 'who.followedNone' : count === 1 ? 'who.followedOne' : count > MOST_NAMED ? 'who.followedMany' : 'who.followed';
  return t(key, { count, nodes: followers.map(({ id }) => id).join(t('picture.comma')) });
}

/** The quorum is as old as the oldest answer that it is counted from; of those that do not answer it tells nothing. */
function counted(text) {
  const answers = steadyNodes.value.filter(({ health, sources }) => health !== 'down' && health !== 'hung' && sources.role);
  const oldest = answers.map(({ sources }) => sources.role).sort((one, other) => (one.at < other.at ? -1 : 1))[0];
  return measured(text, oldest, { more: () => t('lose.told', { count: answers.length }) });
}

function mayFail({ quorum }) {
  const below = quorumGauge(quorum);
  switch (quorumState(quorum)) {
    case 'lost':
      return { tone: 'bad', text: t('lose.lost'), why: counted(t('lose.lostWhy', quorum)), below };
    case 'edge':
      return { tone: 'warn', text: t('lose.no'), why: counted(t('lose.noWhy', quorum)), below };
    default:
      return { tone: 'good', text: t('lose.yes', { count: quorum.tolerates }), why: counted(t('lose.count', quorum)), below };
  }
}

/** Files on their way are in no plan any more, yet they move. */
const onTheirWay = computed(() =>
  (store.migrations ?? []).filter(({ step }) => step !== 'done' && step !== 'failed').length);

function whatNext(plan) {
  const [move] = plan.moves;
  const values = { ...move, count: plan.moves.length };
  const moving = onTheirWay.value;
  const text =
    !move && moving > 0 ? t('next.moving', { count: moving })
    : !move ? t('next.nothing')
    : plan.moves.length === 1 ? t('next.move', values)
    : t('next.moves', values);
  return {
    tone: move || moving > 0 ? 'busy' : 'calm',
    text: toldOnChange(text, t('plan.told'), plan.createdAt),
    beside: plan.enabled ? null : h('span', { class: 'chip warn' }, t('next.paused')),
    why: sentence(plan, 'message'),
    below: h('p', { class: 'tile-ways' }, [
      h('button', { type: 'button', class: 'small', 'data-action': 'why-plan', onClick: () => showWhy({ kind: 'plan' }) },
        [icon('question'), t('next.why')]),
      h(RouterLink, { to: { name: 'workload' }, 'data-link': 'workload' }, () => [t('next.more'), icon('arrow')]),
    ]),
  };
}
