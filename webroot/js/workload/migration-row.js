import { h } from '../lib/vue.js';
import { bytes, duration, span } from '../core/format.js';
import { t, word } from '../core/language.js';
import { preferences } from '../core/preferences.js';
import { store } from '../core/store.js';
import { showWhy } from '../core/why.js';
import { icon } from '../shared/icon.js';
import { rowTime } from '../shared/row-list.js';
import { STEPS, isOver, pace, stall } from './migration-steps.js';

/** One file that moves or moved: how far it is, whether it goes on, and why it moves. */
export const MigrationRow = {
  props: { migration: { type: Object, required: true } },
  setup: (props) => () => {
    const { migration } = props;
    return h('div', { class: 'migration', 'data-step': migration.step, 'data-migration': migration.id }, [
      h('span', { class: 'file', title: migration.name }, migration.name),
      h('span', { class: 'soft size' }, bytes(migration.bytes)),
      h('span', { class: 'way' }, [migration.from, icon('arrow'), migration.to]),
      steps(migration),
      h('span', { class: 'migration-note' }, note(migration)),
      h('span', { class: ['chip', migration.step === 'failed' ? 'bad' : ''] }, word('reason', migration.reason)),
      why(migration),
      rowTime(migration.at),
    ]);
  },
};

function steps({ step, lastStep }) {
  const failed = step === 'failed';
  const reached = STEPS.indexOf(failed ? lastStep : step) + 1;
  const name = word('step', step);
  return h('span', { class: ['steps', failed && 'failed'] }, [
    h('span', { class: 'step-dots', 'aria-hidden': 'true' },
      STEPS.map((one, index) => h('span', { class: index < reached ? 'step reached' : 'step' }))),
    h('span', { 'aria-label': failed ? name : t('step.of', { at: reached, all: STEPS.length, step: name }) }, name),
  ]);
}

/** While it goes on: how far and how fast, or for how long nothing was heard. Afterwards: how long it took. */
function note(migration) {
  if (isOver(migration)) {
    const took = Date.parse(migration.at) - Date.parse(migration.firstAt);
    return took > 0 ? h('span', { class: 'soft' }, duration(took)) : null;
  }
  const stalled = stall(migration);
  if (stalled) {
    return h('span', { class: ['chip', stalled.kind === 'stuck' ? 'bad' : 'warn'], 'data-stall': stalled.kind },
      t(`migration.${stalled.kind}`, { span: span(stalled.ms) }) + because(migration.stalledBy));
  }
  const going = migration.step === 'planned' ? pace(migration) : null;
  return going && h('span', { class: 'soft' }, [
    h('progress', { max: migration.bytes, value: migration.copiedBytes, 'aria-label': t('migration.progress', migration) }),
    t('migration.pace', {
      copied: bytes(migration.copiedBytes), rate: bytes(going.perSecond), left: span(going.leftMs),
    }),
  ]);
}

/** What it waits for, where that is known. */
const because = (sentence) => (sentence ? t('migration.because', { why: preferences.language === 'zh' ? sentence.zh : sentence.en }) : '');

function why(migration) {
  const subject = subjectOf(migration);
  return subject && h('button', {
    type: 'button',
    class: 'small quiet',
    'data-action': 'why-migration',
    'aria-label': t('migration.why', migration),
    onClick: () => showWhy(subject),
  }, [icon('question'), t('why.button')]);
}

/** The plan that wanted it, else what the audit trail has of it. */
function subjectOf({ id, planId }) {
  if (planId) {
    return { kind: 'decision', id: planId };
  }
  const operation = store.operations?.find(({ details }) => details?.migrationId === id);
  return operation ? { kind: 'operation', id: operation.id } : null;
}
