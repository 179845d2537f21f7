// Short messages about what the viewer did; shown by `shell/notice-list.js`.
import { shallowRef } from '../lib/vue.js';
import { problemText } from './language.js';

const MOST_SHOWN = 4;
const GOOD_NEWS_MS = 6_000;

let lastKey = 0;

export const notices = shallowRef([]);

function add(kind, text, hint) {
  const notice = { key: ++lastKey, kind, text, hint };
  notices.value = [...notices.value, notice].slice(-MOST_SHOWN);
  return notice;
}

/** Good news go by themselves. */
export function say(text) {
  const notice = add('good', text, null);
  setTimeout(() => dismiss(notice), GOOD_NEWS_MS);
}

/** Bad news stay until they are put away. */
export function complain(problem) {
  const { text, hint } = problemText(problem);
  add('bad', text, hint);
}

export function dismiss(notice) {
  notices.value = notices.value.filter((other) => other !== notice);
}
