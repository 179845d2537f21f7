import { h, shallowRef, watch } from '../lib/vue.js';
import { duration, either, fullMoment, moment, sentence } from '../core/format.js';
import { t } from '../core/language.js';
import { Problem } from '../core/problem.js';
import { command } from '../core/session.js';
import { showWhy } from '../core/why.js';
import { icon } from '../shared/icon.js';
import { momentLinks } from '../shared/moment-links.js';
import { DifferenceTable } from './difference-table.js';

/** All of one operation. It is read when it is opened, and again when the stream tells that there is more to it. */
export const OperationDetail = {
  props: { operation: { type: Object, required: true } },
  setup(props) {
    const difference = shallowRef(null);
    const problem = shallowRef(null);

    async function read() {
      problem.value = null;
      try {
        difference.value = (await command('get-operation', { id: props.operation.id })).difference;
      } catch (failure) {
        if (!(failure instanceof Problem)) {
          throw failure;
        }
        problem.value = failure;
      }
    }

    const facts = ({ status, settled, later }) => `${status} ${settled?.state} ${later?.state}`;
    watch(() => facts(props.operation), read, { immediate: true });

    function changes() {
      if (problem.value) {
        return h('p', { class: 'remark warn', role: 'alert' }, [
          t('operations.unread', { why: problem.value.detail }),
          h('button', { type: 'button', class: 'small', onClick: read }, t('operations.retry')),
        ]);
      }
      if (difference.value === null) {
        return h('p', { class: 'placeholder loading' }, t('operations.reading'));
      }
      return h(DifferenceTable, { difference: difference.value, operation: props.operation });
    }

    return () => h('div', { class: 'operation-detail' }, [
      h('dl', { class: 'facts' }, rows(props.operation).map(([name, value]) => [h('dt', name), h('dd', value)])),
      h('div', { class: 'operation-ways' }, [
        h('button', {
          type: 'button',
          class: 'small',
          'data-action': 'why',
          onClick: () => showWhy({ kind: 'operation', id: props.operation.id }),
        }, [icon('question'), t('detail.why')]),
        momentLinks(props.operation.timestamp, props.operation.node),
      ]),
      props.operation.settled ? changes() : h('p', { class: 'soft' }, whyNotFollowed(props.operation)),
    ]);
  },
};

function rows(operation) {
  const { settled, later } = operation;
  return [
    [t('detail.id'), operation.id],
    [t('detail.began'), fullMoment(operation.timestamp)],
    [t('detail.ended'), ended(operation)],
    [t('detail.duration'), duration(operation.durationMs)],
    settled && [t('detail.settled'), settledText(settled)],
    later && [t('detail.later'), laterText(later)],
    ...Object.entries(operation.details ?? {}).map(([name, value]) =>
      [h('code', name), inWords(value)]),
  ].filter(Boolean);
}

/** What has a sentence for itself is told by it; "Why?" shows all of it. */
function inWords(value) {
  if (value?.reason) {
    return sentence(value, 'reason');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function ended({ endedAt, status }) {
  if (endedAt) {
    return fullMoment(endedAt);
  }
  return t(status === 'running' ? 'detail.running' : 'detail.notSeen');
}

function settledText({ state, recoverMs, sentence }) {
  switch (state) {
    case 'pending': return t('detail.pendingSettled');
    case 'measured': return t('detail.settledAfter', { span: duration(recoverMs) });
    case 'not_settled': return t('detail.notSettled', { why: either(sentence) });
    default: return either(sentence);
  }
}

function laterText({ state, at, sentence }) {
  switch (state) {
    case 'pending': return t('detail.pendingLater');
    case 'measured': return t('detail.laterAt', { at: moment(at) });
    default: return either(sentence);
  }
}

function whyNotFollowed({ status }) {
  return t(status === 'refused' ? 'detail.notBegun' : 'detail.notFollowed');
}
