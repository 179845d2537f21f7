import { h, onBeforeUnmount, onMounted, ref } from '../lib/vue.js';
import { t } from '../core/language.js';
import { icon } from '../shared/icon.js';
import { Panel } from '../shared/panel.js';
import { addUploads, clearEnded, isOngoing, uploads } from './upload.js';
import { UploadRow } from './upload-row.js';

/** Files by drag and drop anywhere on the page, or by the browser's own dialogue; each row tells how it goes and why. */
export const UploadPanel = {
  setup() {
    const over = ref(false);
    const picker = ref(null);

    function pick(event) {
      addUploads(event.target.files);
      // The same file can be chosen again.
      event.target.value = '';
    }

    const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes('Files');

    const listeners = {
      dragover(event) {
        if (hasFiles(event)) {
          event.preventDefault();
          over.value = true;
        }
      },
      dragleave(event) {
        // It goes from element to element all the time; only out of the window does it have no other.
        if (event.relatedTarget === null) {
          over.value = false;
        }
      },
      drop(event) {
        over.value = false;
        if (hasFiles(event)) {
          event.preventDefault();
          addUploads(event.dataTransfer.files);
        }
      },
    };
    onMounted(() => Object.entries(listeners).forEach(([name, listen]) => document.addEventListener(name, listen)));
    onBeforeUnmount(() => Object.entries(listeners).forEach(([name, listen]) => document.removeEventListener(name, listen)));

    const zone = () => h('div', { class: ['drop-zone', over.value && 'over'] }, [
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

    return () => [
      h(Panel, { title: t('upload.title') }, {
        actions: () => uploads.value.some((upload) => !isOngoing(upload))
          ? h('button', { type: 'button', class: 'small quiet', onClick: clearEnded }, t('upload.clear'))
          : null,
        default: () => [
          zone(),
          h('ul', { class: 'uploads', 'aria-label': t('upload.title'), tabindex: uploads.value.length > 0 ? 0 : null },
            uploads.value.map((upload) => h(UploadRow, { key: upload.key, upload }))),
        ],
      }),
      over.value ? h('div', { class: 'drop-overlay', 'data-overlay': '' }, h('p', [icon('upload'), t('upload.letGo')])) : null,
    ];
  },
};
