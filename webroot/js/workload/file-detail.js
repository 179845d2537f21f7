import { h, nextTick, onBeforeUnmount, onMounted, shallowReactive, ref, watch } from '../lib/vue.js';
import { useRoute } from '../lib/router.js';
import { ageMs } from '../core/clock.js';
import { age, bytes, fullMoment, number } from '../core/format.js';
import { problemText, t } from '../core/language.js';
import { Problem } from '../core/problem.js';
import { rest } from '../core/rest.js';
import { icon } from '../shared/icon.js';
import { deleteOne } from './file-choice.js';
import { HistoryEntry } from './file-history.js';
import { list } from './file-list.js';
import { contentOf, copyButton } from './file-row.js';

const NOT_FOUND = 404;

/** All there is to say about one file, and what became of it since it came; read again when the stream tells of it. */
export const FileDetail = {
  props: { fileId: { type: String, required: true } },
  emits: ['close'],
  setup(props, { emit }) {
    const dialog = ref(null);
    const known = shallowReactive({ file: null, problem: null });
    const route = useRoute();
    const row = () => list.rows?.find(({ id }) => id === props.fileId);

    async function read() {
      try {
        Object.assign(known, { file: await rest('GET', `/api/files/${props.fileId}`), problem: null });
      } catch (problem) {
        if (!(problem instanceof Problem)) {
          throw problem;
        }
        known.problem = problem;
      }
    }

    onMounted(async () => {
      await nextTick();
      dialog.value.showModal();
      read();
    });
    onBeforeUnmount(() => dialog.value.close());
    watch([() => row()?.updatedAt, () => row()?.state], read);
    watch(() => route.fullPath, () => emit('close'));

    const name = () => known.file?.name ?? row()?.name ?? '';

    return () => h('dialog', {
      ref: dialog,
      class: 'file-dialog',
      'aria-labelledby': 'file-title',
      'data-detail': props.fileId,
      onClose: () => emit('close'),
    }, [
      h('header', { class: 'panel-head' }, [
        h('h2', { id: 'file-title' }, h('bdi', name())),
        h('div', { class: 'panel-actions' }, [
          known.file && !known.problem ? acts(known.file) : null,
          h('button', { type: 'button', class: 'small', autofocus: true, 'data-action': 'close-file', onClick: () => emit('close') },
            [icon('close'), t('file.close')]),
        ]),
      ]),
      known.problem ? h('p', { class: 'remark warn', role: 'alert' },
        known.problem.status === NOT_FOUND ? t('file.gone') : problemText(known.problem).text) : null,
      known.file ? content(known.file)
        : known.problem ? null : h('p', { class: 'placeholder loading' }, t('files.reading')),
    ]);
  },
};

function acts(file) {
  return [
    h('a', { class: 'button small', href: contentOf(file), download: '', 'data-action': 'download-file' },
      [icon('download'), t('files.download')]),
    h('button', { type: 'button', class: 'small danger', 'data-action': 'delete-file', onClick: () => deleteOne(file) },
      [icon('trash'), t('files.delete')]),
  ];
}

function content(file) {
  const fact = (label, ...value) => [h('dt', label), h('dd', value)];
  return [
    h('dl', { class: 'file-facts' }, [
      fact(t('files.node'), file.node),
      fact(t('files.size'), `${bytes(file.sizeBytes)} (${number(file.sizeBytes, 0)} B)`),
      fact(t('files.created'), moment(file.createdAt)),
      fact(t('files.updated'), moment(file.updatedAt)),
      fact(t('files.hash'), h('code', file.sha256), copyButton(file, 0)),
      fact(t('file.path'), h('code', file.path)),
    ]),
    h('header', { class: 'panel-head' }, [
      h('h3', { id: 'file-history' }, t('file.history')),
      h('span', { class: 'soft' }, t('file.entries', { count: number(file.history.length, 0) })),
    ]),
    h('ol', { class: 'file-history', 'aria-labelledby': 'file-history', tabindex: 0 },
      file.history.map((entry, at) => h(HistoryEntry, { key: at, fileId: file.id, entry })).reverse()),
  ];
}

const moment = (at) => h('time', { datetime: at }, `${fullMoment(at)} · ${age(ageMs(at))}`);
