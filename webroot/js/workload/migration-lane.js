import { h } from '../lib/vue.js';
import { amount, number } from '../core/format.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { toldOnChange } from '../shared/measured.js';
import { Panel } from '../shared/panel.js';
import { unitOf } from '../why/plan-inputs.js';
import { LaneStage } from './lane-stage.js';
import { MigrationRow } from './migration-row.js';
import { isOver } from './migration-steps.js';

/** Files on their way from node to node: as a picture that moves, and as a list with every step. */
export const MigrationLane = {
  setup: () => () => {
    const rows = store.migrations ?? [];
    return h(Panel, {
      title: t('migrations.title'),
      ready: store.migrations !== null && store.counts !== null,
      class: 'migrations',
    }, {
      actions: () => rows.length > 0 ? h('span', { class: 'soft', role: 'status' },
        toldOnChange(summary(rows), t('migrations.told', { count: number(rows.length, 0) }), rows[0].at)) : null,
      default: () => [
        h(LaneStage),
        rows.length === 0
          ? h('p', { class: 'placeholder' }, empty())
          : h('ul', { class: 'rows', tabindex: 0, 'aria-label': t('migrations.title') },
            rows.map((migration) => h('li', { key: migration.id }, h(MigrationRow, { migration })))),
      ],
    });
  },
};

function summary(rows) {
  const going = rows.filter((row) => !isOver(row)).length;
  const failed = rows.filter(({ step }) => step === 'failed').length;
  return [
    t('migrations.going', { count: number(going, 0) }),
    t('migrations.done', { count: number(rows.length - going - failed, 0) }),
    failed > 0 ? t('migrations.failed', { count: number(failed, 0) }) : null,
  ].filter(Boolean).join(' · ');
}

/** What would make files move. */
function empty() {
  const { plan } = store;
  return plan
    ? t('migrations.emptyWhy', { threshold: amount(plan.threshold, unitOf(plan.strategy)) })
    : t('migrations.empty');
}
