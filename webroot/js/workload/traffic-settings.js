import { h, reactive, shallowRef, watch } from '../lib/vue.js';
import { t } from '../core/language.js';
import { say } from '../core/notices.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { useCommand } from '../core/use-command.js';
import { workload } from './demo-traffic.js';
import { RuleField, fieldError } from './rule-fields.js';

const FIELDS = ['interval', 'maxFiles', 'maxTasks', 'extraClients'];

/** How much demo traffic there is; what was typed is kept while somebody else changes the rest. */
export const TrafficSettings = {
  setup() {
    const { busy, run } = useCommand();
    const problem = shallowRef(null);
    const draft = reactive({});
    const saved = (field) => String(workload.state[field]);
    const changed = () => FIELDS.filter((field) => draft[field] !== saved(field));

    watch(() => workload.state, (now, before) => {
      for (const field of FIELDS) {
        if (!before || draft[field] === String(before[field])) {
          draft[field] = String(now[field]);
        }
      }
    }, { immediate: true });

    async function save(event) {
      event.preventDefault();
      problem.value = null;
      const body = Object.fromEntries(changed().map((field) =>
        [field, /^-?\d+$/.test(draft[field].trim()) ? Number(draft[field]) : draft[field]]));
      const state = await run(() => command('change-workload', body).catch((refused) => {
        if (!FIELDS.includes(refused.field)) {
          throw refused;
        }
        problem.value = refused;
        return null;
      }));
      if (state) {
        workload.state = state;
        say(t('traffic.saved'));
      }
    }

    function undo() {
      problem.value = null;
      FIELDS.forEach((field) => { draft[field] = saved(field); });
    }

    return () => h('form', { class: 'maker', novalidate: true, 'aria-label': t('traffic.settings'), onSubmit: save }, [
      h('div', { class: 'fields' }, FIELDS.map((field) => h(RuleField, {
        key: field, name: field, value: draft[field], hint: t(`traffic.hint.${field}`), disabled: busy.value,
        error: fieldError(problem.value, field), onChange: (value) => { draft[field] = value; },
      }))),
      h('div', { class: 'form-line' }, [
        h('button', {
          type: 'submit', 'data-action': 'save-traffic',
          disabled: busy.value || store.connection.phase !== 'live' || changed().length === 0,
        }, t('traffic.save')),
        h('button', { type: 'button', class: 'quiet', disabled: changed().length === 0, onClick: undo }, t('traffic.undo')),
      ]),
    ]);
  },
};
