import { computed, h } from '../lib/vue.js';
import { sentence } from '../core/format.js';
import { t } from '../core/language.js';
import { store } from '../core/store.js';
import { icon } from '../shared/icon.js';

/** Of several controllers: which one this page talks to, where that is not the one that acts, and what that means. */
export const ControllerBanner = {
  setup() {
    const told = computed(() => tell(store.controllers?.[0]?.controllers));
    // Always there, since readers only announce what comes into a region that they know.
    return () => h('div', { role: 'status' }, told.value ? [
      h('div', { class: ['banner', told.value.tone], 'data-controller-role': told.value.role }, [
        icon(told.value.tone === 'bad' ? 'warning' : 'shield'),
        h('p', { class: 'banner-text' }, [h('strong', told.value.what), ` ${told.value.then}`]),
      ]),
    ] : []);
  },
};

function tell(controllers) {
  if (!controllers?.several || controllers.role === 'active') {
    return null;
  }
  const { id, role, active } = controllers;
  if (role === 'detached') {
    return { role, tone: 'bad', what: t('controllers.detached', { id }), then: sentence(controllers, 'message') };
  }
  return active
    ? { role, tone: 'calm', what: t('controllers.standby', { id }), then: t('controllers.handsOn', active) }
    : { role, tone: 'calm', what: t('controllers.standby', { id }), then: t('controllers.nobody') };
}
