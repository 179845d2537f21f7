import { h } from '../lib/vue.js';
import { t } from '../core/language.js';
import { dismiss, notices } from '../core/notices.js';
import { icon } from '../shared/icon.js';

/** Both regions are always there, since readers only announce what comes into a region that they know. */
export const NoticeList = {
  setup: () => () => h('div', { class: 'notices' }, [
    h('div', { role: 'status' }, entries('good')),
    h('div', { role: 'alert' }, entries('bad')),
  ]),
};

function entries(kind) {
  return notices.value.filter((notice) => notice.kind === kind).map((notice) =>
    h('div', { key: notice.key, class: ['notice', kind] }, [
      h('p', [notice.text, notice.hint ? h('small', { class: 'soft' }, notice.hint) : null]),
      h('button', {
        type: 'button',
        class: 'small quiet',
        'aria-label': t('notice.close'),
        onClick: () => dismiss(notice),
      }, icon('close')),
    ]));
}
