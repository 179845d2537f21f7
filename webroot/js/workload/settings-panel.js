import { h, nextTick, ref, shallowRef, watch } from '../lib/vue.js';
import { t, word } from '../core/language.js';
import { say } from '../core/notices.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { useCommand } from '../core/use-command.js';
import { icon } from '../shared/icon.js';
import { Panel } from '../shared/panel.js';
import { RuleField, fieldError } from './rule-fields.js';
import { FIELDS, asCommand, changes, draft, saved, touch, untouch } from './settings-draft.js';

/** How the scheduler decides: what is saved, what would change, and what the server has against it. */
export const SettingsPanel = {
  setup() {
    const { busy, run } = useCommand();
    const problem = shallowRef(null);
    const confirmed = ref(false);
    const form = ref(null);

    async function save(event) {
      event.preventDefault();
      problem.value = null;
      const asked = changes.value;
      const answer = await run(() =>
        command('change-scheduler', asCommand(draft.value, asked)).catch((refused) => {
          if (!FIELDS.includes(refused.field)) {
            throw refused;
          }
          problem.value = refused;
          return null;
        }));
      if (answer) {
        store.scheduler = { ...store.scheduler, settings: answer };
        untouch();
        confirmed.value = true;
        say(t('settings.done', { what: asked.map((field) => word('setting', field)).join(', ') }));
      } else {
        await nextTick();
        form.value?.querySelector('[aria-invalid=true]')?.focus();
      }
    }

    function change(field, value) {
      confirmed.value = false;
      problem.value = null;
      touch(field, value);
    }

    function giveUp() {
      problem.value = null;
      untouch();
    }

    // What another viewer saves is told where this one has something else in hand.
    const elsewhere = shallowRef([]);
    watch(saved, (now, before) => {
      if (before && !busy.value) {
        elsewhere.value = FIELDS.filter((field) => now[field] !== before[field]);
      }
    });
    watch(() => changes.value.length, (count) => {
      if (count === 0) {
        elsewhere.value = [];
      }
    });

    const off = () => busy.value || store.connection.phase !== 'live';

    const field = (name) => h(RuleField, {
      key: name,
      name,
      value: draft.value[name],
      hint: hint(name, draft.value),
      error: fieldError(problem.value, name),
      options: name === 'strategy' ? store.scheduler.strategies : null,
      saved: changes.value.includes(name) ? saved.value[name] : '',
      disabled: busy.value,
      onChange: (value) => change(name, value),
    });

    const foot = () => h('div', { class: 'form-line settings-foot' }, [
      h('button', { type: 'submit', class: 'primary', disabled: off() || changes.value.length === 0, 'data-action': 'save-settings' },
        t('settings.save')),
      h('button', { type: 'button', disabled: changes.value.length === 0, 'data-action': 'undo-settings', onClick: giveUp },
        t('settings.undo')),
      h('span', { class: 'soft', role: 'status', 'data-settings': changes.value.length ? 'changed' : 'saved' }, status(confirmed.value)),
    ]);

    return () =>
      h(Panel, { title: t('settings.title'), ready: store.scheduler !== null, class: 'settings', id: 'scheduler-settings' }, {
        default: () => h('form', { ref: form, class: 'settings-form', novalidate: true, onSubmit: save }, [
          elsewhere.value.length > 0 && changes.value.length > 0
            ? h('p', { class: 'remark warn', role: 'status' }, [icon('warning'), t('settings.elsewhere', {
              what: elsewhere.value.map((name) => `${word('setting', name)} ${saved.value[name]}`).join(', '),
            })])
            : null,
          h('div', { class: 'fields' }, FIELDS.map(field)),
          foot(),
        ]),
      });
  },
};

function hint(name, values) {
  return name === 'strategy' ? word('strategy', values.strategy) : t(`settings.hint.${name}`);
}

/** What is about to change, or that nothing is. */
function status(confirmed) {
  if (changes.value.length > 0) {
    return t('settings.changes', {
      what: changes.value.map((name) =>
        `${word('setting', name)} ${saved.value[name]} → ${draft.value[name]}`).join(', '),
    });
  }
  return t(confirmed ? 'settings.saved' : 'settings.unchanged');
}

/** Leads to the form and puts the viewer in front of its first changed field. */
export async function goToSettings() {
  await nextTick();
  const panel = document.getElementById('scheduler-settings');
  panel?.scrollIntoView({ block: 'center' });
  const first = panel?.querySelector('.field:has(.field-saved) :is(input, select)') ?? panel?.querySelector('input');
  first?.focus({ preventScroll: true });
}
