import { h } from '../lib/vue.js';
import { bytes, either } from '../core/format.js';
import { problemText, t } from '../core/language.js';
import { cancelUpload, isOngoing } from './upload.js';
import { icon } from '../shared/icon.js';

const TONES = { done: 'good', failed: 'bad', cancelled: 'warn' };

export const UploadRow = {
  props: { upload: { type: Object, required: true } },
  setup: (props) => () => {
    const { upload } = props;
    const ongoing = isOngoing(upload);
    return h('li', { class: ['upload', upload.phase], 'data-phase': upload.phase }, [
      h('span', { class: 'file', title: upload.name }, upload.name),
      h('span', { class: ['chip', TONES[upload.phase]] }, phaseText(upload)),
      ongoing ? h('button', {
        type: 'button',
        class: 'small quiet',
        'aria-label': t('upload.cancel', upload),
        onClick: () => cancelUpload(upload),
      }, icon('close')) : null,
      ongoing ? h('progress', {
        max: Math.max(1, upload.size),
        value: upload.sent,
        'aria-label': t('upload.progress', upload),
      }) : null,
      explanation(upload),
    ]);
  },
};

function phaseText(upload) {
  return t(`upload.${upload.phase}`, {
    sent: bytes(upload.sent),
    size: bytes(upload.size),
    node: upload.answer?.file.node,
  });
}

function explanation({ answer, problem }) {
  if (answer) {
    return h('p', { class: 'soft upload-why' }, either(answer.placement?.sentence));
  }
  if (!problem) {
    return null;
  }
  const { text, hint } = problemText(problem);
  return h('p', { class: 'bad-text upload-why' }, [text, hint ? ` ${hint}` : '']);
}
