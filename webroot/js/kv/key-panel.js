import { h, reactive } from '../lib/vue.js';
import { bytes, duration, number } from '../core/format.js';
import { t } from '../core/language.js';
import { command } from '../core/session.js';
import { store } from '../core/store.js';
import { useCommand } from '../core/use-command.js';
import { Panel } from '../shared/panel.js';
import { lookedUp } from './looked-up.js';
import { hex } from './ring-geometry.js';

/** Reads, writes and deletes one key by hand, and shows where on the ring it lies. */
export const KeyPanel = {
  setup() {
    const { busy, run } = useCommand();
    const draft = reactive({ key: '', value: '' });

    async function send(verb, body) {
      const answer = await run(() => command(verb, body));
      if (answer) {
        lookedUp.value = { ...answer, did: verb };
      }
    }

    const off = () => busy.value || store.connection.phase !== 'live' || draft.key === '';
    const get = () => send('kv-get', { key: draft.key });
    const field = (name) => h('label', { class: 'field' }, [
      h('span', t(`key.${name}`)),
      h('input', {
        name, type: 'text', autocomplete: 'off', spellcheck: false, maxlength: name === 'key' ? 1024 : 16_384,
        value: draft[name], placeholder: name === 'key' ? t('key.hint') : null,
        onInput: (event) => { draft[name] = event.target.value; },
      }),
    ]);

    return () => h(Panel, { title: t('key.title'), class: 'key-panel' }, {
      default: () => [
        h('form', {
          class: 'key-form',
          onSubmit: (event) => {
            event.preventDefault();
            if (!off()) {
              get();
            }
          },
        }, [
          field('key'),
          store.kv.mayAct ? field('value') : null,
          h('div', { class: 'form-line' }, [
            h('button', { type: 'submit', class: 'small primary', 'data-action': 'key-get', disabled: off() }, t('key.get')),
            store.kv.mayAct ? [
              h('button', {
                type: 'button', class: 'small', 'data-action': 'key-put', disabled: off(),
                onClick: () => send('kv-put', { key: draft.key, value: draft.value }),
              }, t('key.put')),
              h('button', {
                type: 'button', class: 'small danger', 'data-action': 'key-delete', disabled: off(),
                onClick: () => send('kv-delete', { key: draft.key }),
              }, t('key.delete')),
            ] : null,
          ]),
        ]),
        h('div', { class: 'key-answer', role: 'status' }, lookedUp.value
          ? answerView(lookedUp.value)
          : h('p', { class: 'soft' }, t('key.empty'))),
      ],
    });
  },
};

function answerView(answer) {
  const did =
    answer.did === 'kv-put' ? 'written'
    : answer.did === 'kv-delete' ? 'deleted'
    : answer.found ? 'found' : 'notFound';
  const fact = (field, text) => h('div', { 'data-fact': field }, [h('dt', t(`key.${field}`)), h('dd', text)]);
  return [
    h('p', { class: 'key-said', 'data-found': answer.found }, [
      h('span', { class: ['chip', answer.found ? 'good' : ''] }, t(`key.${did}`)),
      h('strong', { class: 'mono key-name' }, answer.key),
    ]),
    h('dl', { class: 'key-facts' }, [
      fact('group', answer.group ? t('key.where', { group: answer.group, primary: answer.primary ?? '–' }) : '–'),
      fact('place', h('span', { class: 'mono' }, hex(answer.place))),
      fact('version', number(answer.version, 0)),
      fact('size', bytes(answer.valueBytes)),
      fact('took', duration(answer.tookMs)),
    ]),
    answer.found ? h('pre', { class: 'key-value' }, answer.value ?? t('key.binary')) : null,
  ];
}
