import { h } from '../lib/vue.js';
import { bytes, either, span } from '../core/format.js';
import { problemText, t } from '../core/language.js';
import { icon } from '../shared/icon.js';
import { cancelUpload, isOngoing, mayRetry, retryUpload } from './upload.js';

const TONES = { done: 'good', failed: 'bad', cancelled: 'warn' };

/** One upload: how far it is and how quick, where it went and why, or what went wrong. */
export const UploadRow = {
  props: { upload: { type: Object, required: true } },
  setup: (props) => () => {
    const { upload } = props;
    const ongoing = isOngoing(upload);
    return h('li', { class: ['upload', upload.phase], 'data-phase': upload.phase }, [
      h('span', { class: 'file', title: upload.name }, h('bdi', upload.name)),
      h('span', { class: ['chip', TONES[upload.phase]] }, phaseText(upload)),
      ongoing ? h('button', {
        type: 'button',
        class: 'small quiet',
        'aria-label': t('upload.cancel', upload),
        'data-action': 'cancel-upload',
        onClick: () => cancelUpload(upload),
      }, icon('close')) : null,
      mayRetry(upload) ? h('button', {
        type: 'button',
        class: 'small',
        'aria-label': t('upload.retryOf', upload),
        'data-action': 'retry-upload',
        onClick: () => retryUpload(upload),
      }, [icon('restart'), t('upload.retry')]) : null,
      ongoing ? h('progress', {
        max: Math.max(1, upload.size),
        value: upload.sent,
        'aria-label': t('upload.progress', upload),
      }) : null,
      upload.phase === 'sending' ? h('p', { class: 'soft upload-why' }, pace(upload)) : null,
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

/** Keeps its line while nothing is known, so that the rows below stay where they are. */
function pace({ rate, size, sent }) {
  return rate > 0
    ? t('upload.pace', { rate: bytes(rate), left: span(((size - sent) / rate) * 1_000) })
    : t('upload.noPace');
}

function explanation({ phase, answer, problem }) {
  if (answer && phase === 'done') {
    return placementWhy(answer.placement);
  }
  if (!problem) {
    return null;
  }
  const { text, hint } = problemText(problem);
  return h('p', { class: 'bad-text upload-why', role: 'alert' }, [text, hint ? ` ${hint}` : '']);
}

/** Why the server put files where they are, and on demand what it held against each other node. */
export function placementWhy({ sentence, verdicts }) {
  return h('div', { class: 'upload-why' }, [
    h('p', { class: 'soft' }, either(sentence)),
    verdicts.length > 0 ? h('details', { 'data-why': 'placement' }, [
      h('summary', t('upload.whyAll')),
      h('ul', verdicts.map(({ node, chosen, sentence: verdict }) => h('li', { key: node, 'data-verdict': node }, [
        h('span', { class: ['chip', chosen && 'good'] }, t(chosen ? 'upload.chosen' : 'upload.passedOver')),
        ` ${either(verdict)}`,
      ]))),
    ]) : null,
  ]);
}
