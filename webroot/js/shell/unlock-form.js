import { h } from '../lib/vue.js';
import { t } from '../core/language.js';
import { unlock } from '../core/session.js';
import { useCommand } from '../core/use-command.js';

/** Asks for the controller's token; it is handed over and not kept by the page. */
export const UnlockForm = {
  setup() {
    const { busy, run } = useCommand();

    function submit(event) {
      event.preventDefault();
      run(() => unlock(new FormData(event.target).get('token')));
    }

    return () => h('main', { id: 'content', class: 'unlock' }, [
      h('form', { class: 'panel', onSubmit: submit }, [
        h('h2', t('unlock.title')),
        h('p', { class: 'soft' }, t('unlock.what')),
        h('label', [
          t('unlock.token'),
          h('input', { name: 'token', type: 'password', required: true, autocomplete: 'current-password', autofocus: true }),
        ]),
        h('button', { type: 'submit', class: 'primary', disabled: busy.value }, t('unlock.go')),
      ]),
    ]);
  },
};
