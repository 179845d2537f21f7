import { h } from '../lib/vue.js';
import { ageMs } from '../core/clock.js';
import { age, fullMoment } from '../core/format.js';
import { t, word } from '../core/language.js';
import { complain } from '../core/notices.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { useCommand } from '../core/use-command.js';
import { showWhy } from '../core/why.js';
import { icon } from '../shared/icon.js';
import { momentLinks } from '../shared/moment-links.js';

/** An operation is dated by its beginning and an entry by its end, so it is among those that began before. */
const LATEST_MS = 1;
const MOST_LOOKED_AT = 200;
/** Those that make many files tell of no single one. */
const MADE_MANY = ['bulk_generate', 'stress', 'workload'];

/** One thing that became of a file: what, when, from where to where, who asked, and why. */
export const HistoryEntry = {
  props: { fileId: { type: String, required: true }, entry: { type: Object, required: true } },
  setup(props) {
    const { busy, run } = useCommand();

    async function why() {
      const { action, at } = props.entry;
      const to = new Date(Date.parse(at) + LATEST_MS).toISOString();
      const page = await run(() => command('list-operations', { action, to, limit: MOST_LOOKED_AT }));
      const operation = page?.operations.find(({ details }) => details?.fileId === props.fileId || MADE_MANY.includes(action));
      if (operation) {
        showWhy({ kind: 'operation', id: operation.id });
      } else if (page) {
        complain({ code: 'no_trail', detail: t('file.noTrail') });
      }
    }

    return () => {
      const { action, from, to, at, actor, reason } = props.entry;
      return h('li', { 'data-history': action }, [
        h('span', { class: 'history-what' }, [
          h('strong', word('action', action)),
          h('span', { class: 'way' }, from ? [from, icon('arrow'), to] : to),
          reason ? h('span', { class: 'chip' }, word('reason', reason)) : null,
          h('span', { class: 'soft' }, t('by', { actor })),
        ]),
        h('time', { class: 'soft', datetime: at, title: fullMoment(at) }, age(ageMs(at))),
        momentLinks(at, to),
        h('button', {
          type: 'button', class: 'small', disabled: busy.value || store.connection.phase !== 'live', 'data-action': 'why-entry',
          'aria-label': t('file.whyOf', { action: word('action', action), at: fullMoment(at) }), onClick: why,
        }, [icon('question'), t('file.why')]),
      ]);
    };
  },
};
