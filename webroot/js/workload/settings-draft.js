// What the viewer is about to make of the scheduler's settings. It is there once, so that the what-if can hand over what
// was tried out. What was not touched follows the server; what was touched stays until it is saved or given up.
import { computed, shallowReactive } from '../lib/vue.js';
import { store } from '../core/store.js';

export const FIELDS = ['interval', 'threshold', 'batch', 'strategy'];

/** Fields that the viewer has touched, as texts. */
const touched = shallowReactive({});

/** The server's settings as texts, or null before they have come. */
export const saved = computed(() => {
  const settings = store.scheduler?.settings;
  return settings ? Object.fromEntries(FIELDS.map((field) => [field, String(settings[field])])) : null;
});

/** What the form shows. */
export const draft = computed(() => ({ ...saved.value, ...touched }));

/** Which fields would change something. */
export const changes = computed(() => FIELDS.filter((field) => draft.value[field].trim() !== saved.value[field]));

/** Takes a field's value in; one that is as saved counts as untouched. */
export function touch(field, value) {
  if (value === saved.value[field]) {
    delete touched[field];
  } else {
    touched[field] = value;
  }
}

/** Gives up what was touched. */
export function untouch() {
  FIELDS.forEach((field) => delete touched[field]);
}

/** The question to the server: a text that is no number goes out as it is, so that the server says what is allowed. */
export function asCommand(values, fields) {
  const body = {};
  for (const field of fields) {
    const text = values[field].trim();
    body[field] = ['interval', 'threshold'].includes(field) && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
  }
  return body;
}
