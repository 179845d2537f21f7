import { h } from '../lib/vue.js';
import { bytes } from '../core/format.js';
import { t, word } from '../core/language.js';
import { icon } from '../shared/icon.js';
import { RowList, rowTime } from '../shared/row-list.js';

const STEPS = ['planned', 'copied', 'committed', 'done'];

/** Each file that moves or moved, and how far it is. */
export const MigrationList = {
  setup: () => () =>
    h(RowList, { title: t('migrations.title'), empty: t('migrations.empty'), field: 'migrations', row }),
};

function row(migration) {
  return h('div', { class: 'migration', 'data-step': migration.step }, [
    h('span', { class: 'file', title: migration.name }, migration.name),
    h('span', { class: 'soft' }, bytes(migration.bytes)),
    h('span', { class: 'way' }, [migration.from, icon('arrow'), migration.to]),
    steps(migration),
    h('span', { class: ['chip', migration.step === 'failed' ? 'bad' : ''] }, word('reason', migration.reason)),
    rowTime(migration.at),
  ]);
}

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
