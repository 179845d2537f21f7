import { h } from '../lib/vue.js';
import { sentence } from '../core/format.js';
import { t } from '../core/language.js';
import { icon } from '../shared/icon.js';

/** Why each node was or was not chosen, and what would have to be otherwise. */
export const VerdictList = {
  props: { verdicts: { type: Array, required: true } },
  setup: (props) => () =>
    h('ul', { class: 'verdicts' }, props.verdicts.map((verdict) =>
      h('li', { key: verdict.node, class: verdict.part, 'data-verdict': verdict.code }, [
        h('span', { class: 'verdict-node' }, [
          h('strong', verdict.node),
          h('span', { class: ['chip', verdict.part === 'none' ? '' : 'busy'] }, t(`plan.part.${verdict.part}`)),
        ]),
        h('div', [
          h('p', [
            sentence(verdict, 'sentence'),
            h('small', { class: 'soft' }, ` ${t('plan.rule', { rule: verdict.rule })}`),
          ]),
          verdict.counterfactual
            ? h('p', { class: 'counterfactual' }, [icon('route'), sentence(verdict, 'counterfactual')])
            : null,
        ]),
      ]))),
};
