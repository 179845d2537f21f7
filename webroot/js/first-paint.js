// Runs before anything is drawn, so that a remembered choice does not flash in the other theme or language.
(function () {
  const root = document.documentElement;
  let chosen = {};
  try {
    chosen = JSON.parse(localStorage.getItem('conclave.preferences')) || {};
  } catch {
    // Storage is closed to us or holds something else: the defaults do.
  }
  if (chosen.theme === 'light' || chosen.theme === 'dark') {
    root.dataset.theme = chosen.theme;
  }
  const language = chosen.language || navigator.language || 'en';
  root.lang = language.startsWith('zh') ? 'zh-CN' : 'en';
})();
