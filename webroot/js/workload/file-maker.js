import { computed, h, reactive, ref, shallowRef } from '../lib/vue.js';
import { number } from '../core/format.js';
import { problemText, t, word } from '../core/language.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { useCommand } from '../core/use-command.js';
import { Panel } from '../shared/panel.js';
import { SwitchButton } from '../shared/switch-button.js';
import { placementWhy } from './upload-row.js';
import { RuleField, fieldError } from './rule-fields.js';

const SLOW_MS = 300_000;
const UNITS = { B: 1, KiB: 1_024, MiB: 1_048_576 };
const FIELDS = { bulk: ['count', 'size_bytes', 'node', 'strategy'], stress: ['files', 'node'] };

/** Made-up files: many wherever they belong best, or a pile on one node for the scheduler to even out. */
export const FileMaker = {
  setup() {
    const { busy, run } = useCommand();
    const kind = ref('bulk');
    const form = reactive({ count: '100', size: '1', unit: 'KiB', place: 'auto', files: '12', node: '', trigger: false });
    const problem = shallowRef(null);
    const made = shallowRef(null);
    const begun = shallowRef(null);
    const nodes = computed(() => (store.ensemble?.nodes ?? []).map(({ id }) => id));
    const off = () => busy.value || store.connection.phase !== 'live' || nodes.value.length === 0;
    const stressed = () => (nodes.value.includes(form.node) ? form.node : nodes.value[0]);

    /** What was typed goes to the server as it is where it is no number: the server says what is allowed. */
    const numeric = (text) => (text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text);

    function bulk() {
      const size = numeric(form.size);
      return {
        count: numeric(form.count),
        size_bytes: typeof size === 'number' ? Math.round(size * UNITS[form.unit]) : size,
        strategy: form.place === 'auto' ? 'auto' : 'pin',
        ...(form.place !== 'auto' && { node: form.place }),
      };
    }

    const stress = () => ({ node: stressed(), files: numeric(form.files) });

    async function make(event) {
      event.preventDefault();
      const what = kind.value;
      problem.value = null;
      made.value = null;
      const body = { ...(what === 'bulk' ? bulk() : stress()), trigger_scheduler: form.trigger };
      begun.value = { files: store.counts?.totalFiles ?? 0, wanted: Number(body.count ?? body.files) || 1 };
      made.value = await run(() => command(what === 'bulk' ? 'bulk-generate' : 'stress', body, SLOW_MS).catch((refused) => {
        if (!FIELDS[what].includes(refused.field)) {
          throw refused;
        }
        problem.value = refused;
        return null;
      }));
    }

    const field = (name, key, more = {}) => h(RuleField, {
      key: name, name, value: form[key], error: fieldError(problem.value, name), disabled: busy.value,
      hint: t(`make.hint.${name}`), onChange: (value) => { form[key] = value; }, ...more,
    });

    const choice = (what) => h('button', {
      type: 'button', 'aria-pressed': kind.value === what, disabled: busy.value, 'data-make': what,
      onClick: () => { kind.value = what; problem.value = null; },
    }, t(`make.${what}`));

    const fields = () => (kind.value === 'bulk'
      ? [
        field('count', 'count'),
        h('div', { class: 'with-unit' }, [field('size_bytes', 'size'), h('select', {
          'aria-label': t('make.unit'), value: form.unit, disabled: busy.value, onChange: (event) => { form.unit = event.target.value; },
        }, Object.keys(UNITS).map((unit) => h('option', { key: unit, value: unit, selected: unit === form.unit }, unit)))]),
        field('node', 'place', { key: 'place', options: ['auto', ...nodes.value], hint: t('make.hint.place') }),
      ]
      : [field('files', 'files'), field('node', 'node', { value: stressed() ?? '', options: nodes.value })]);

    return () => h(Panel, { title: t('make.title') }, {
      actions: () => h('div', { class: 'segmented', role: 'group', 'aria-label': t('make.title') }, [choice('bulk'), choice('stress')]),
      default: () => h('form', { class: 'maker', novalidate: true, onSubmit: make }, [
        h('p', { class: 'soft' }, t(`make.${kind.value}What`)),
        h('div', { class: 'fields' }, fields()),
        h(SwitchButton, {
          on: form.trigger, label: t('make.trigger'), disabled: busy.value, 'data-action': 'trigger',
          onToggle: (on) => { form.trigger = on; },
        }),
        h('div', { class: 'form-line' }, h('button', { type: 'submit', class: 'primary', disabled: off(), 'data-action': 'make' },
          t(busy.value ? 'make.making' : 'make.go'))),
        busy.value ? progress(begun.value) : null,
        made.value ? result(made.value) : null,
      ]),
    });
  },
};

/** How many there are more than before; other traffic counts too, so it is no more than a hint. */
function progress({ files, wanted }) {
  const there = Math.max(0, Math.min(wanted, (store.counts?.totalFiles ?? files) - files));
  return h('div', { role: 'status' }, [
    h('progress', { max: wanted, value: there, 'aria-label': t('make.making') }),
    h('p', { class: 'soft' }, t('make.soFar', { there: number(there, 0), wanted: number(wanted, 0) })),
  ]);
}

function result({ files, scheduler }) {
  const spread = Object.entries(files.perNode).sort(([one], [other]) => one.localeCompare(other))
    .map(([node, count]) => `${node} ${number(count, 0)}`).join(', ');
  return h('div', { class: ['remark', files.stopped && 'warn'], role: 'status', 'data-made': files.created }, [
    h('p', t('make.done', { count: number(files.created, 0), spread })),
    placementWhy(files.placement),
    files.stopped ? h('p', problemText(files.stopped).text) : null,
    scheduler ? h('p', t('make.round', { moved: number(scheduler.moved, 0), reason: word('reason', scheduler.before.reason) })) : null,
  ]);
}
