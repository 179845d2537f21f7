import { h, ref } from '../lib/vue.js';
import { t } from '../core/language.js';
import { addUploads, uploads } from './upload.js';
import { icon } from '../shared/icon.js';
import { Panel } from '../shared/panel.js';
import { UploadRow } from './upload-row.js';

/** Files by drag and drop or by the browser's own dialogue; each row tells how far it is and where it went, and why. */
export const UploadPanel = {
  setup() {
    const over = ref(false);
    const picker = ref(null);

    function drop(event) {
      event.preventDefault();
      over.value = false;
      addUploads(event.dataTransfer.files);
    }

    function pick(event) {
      addUploads(event.target.files);
      // The same file can be chosen again.
      event.target.value = '';
    }

    const zone = () => h('div', {
      class: ['drop-zone', over.value && 'over'],
      onDragover: (event) => { event.preventDefault(); over.value = true; },
      onDragleave: () => { over.value = false; },
      onDrop: drop,
    }, [
      icon('upload'),
      h('p', [t('upload.drop'), ' ', h('span', { class: 'soft' }, t('upload.or')), ' ']),
      h('button', { type: 'button', onClick: () => picker.value.click() }, t('upload.pick')),
      h('input', {
        ref: picker,
        type: 'file',
        multiple: true,
        hidden: true,
        'aria-label': t('upload.pick'),
        'data-action': 'upload',
        onChange: pick,
      }),
      h('p', { class: 'soft' }, t('upload.why')),
    ]);

    return () =>
      h(Panel, { title: t('upload.title') }, () => [
        zone(),
        h('ul', { class: 'uploads' }, uploads.value.map((upload) => h(UploadRow, { key: upload.key, upload }))),
      ]);
  },
};
