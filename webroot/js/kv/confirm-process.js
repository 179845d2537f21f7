// The question before an action on a process: what it will come to, from the in-sync sets, before anything is done.
import { h } from '../lib/vue.js';
import { ask } from '../core/dialogs.js';
import { sentence } from '../core/format.js';
import { t } from '../core/language.js';
import { command } from '../core/session.js';
import { icon } from '../shared/icon.js';

const RETURNING = ['start', 'resume'];

/** @returns {Promise<boolean>} whether the viewer wants it */
export async function confirmProcess(act, process, run) {
  const prospect = await run(() => command('kv-prospect', { process, action: act }));
  if (!prospect) {
    return false;
  }
  const answer = await ask({
    title: t('proc.title', { action: t(`proc.${act}`), process }),
    lines: [t(`proc.${act}.what`)],
    view: () => prospectView(prospect),
    confirm: t(`proc.${act}`),
    danger: !RETURNING.includes(act),
  });
  return answer !== null;
}

function prospectView(prospect) {
  return h('div', { class: ['verdict-box', prospect.available ? 'good' : 'bad'], 'data-prospect': prospect.code }, [
    h('p', { class: 'outcome' }, [
      icon(prospect.available ? 'shield' : 'warning'),
      h('strong', sentence(prospect, 'reason')),
    ]),
  ]);
}
