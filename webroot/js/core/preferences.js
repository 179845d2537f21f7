// What the viewer chose: language and theme. Remembered in this browser, shared by all of its tabs.
import { reactive, watchEffect } from '../lib/vue.js';

const KEY = 'conclave.preferences';

export const LANGUAGES = ['en', 'zh'];
export const THEMES = ['auto', 'light', 'dark'];

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || {};
  } catch {
    return {};
  }
}

function oneOf(values, value, otherwise) {
  return values.includes(value) ? value : otherwise;
}

function read() {
  const chosen = stored();
  const native = (navigator.language || 'en').startsWith('zh') ? 'zh' : 'en';
  return {
    language: oneOf(LANGUAGES, chosen.language, native),
    theme: oneOf(THEMES, chosen.theme, 'auto'),
  };
}

export const preferences = reactive(read());

watchEffect(() => {
  const root = document.documentElement;
  root.lang = preferences.language === 'zh' ? 'zh-CN' : 'en';
  if (preferences.theme === 'auto') {
    delete root.dataset.theme;
  } else {
    root.dataset.theme = preferences.theme;
  }
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Without storage the choice lasts as long as the page.
  }
});

window.addEventListener('storage', (event) => {
  if (event.key === KEY) {
    Object.assign(preferences, read());
  }
});
