// What this viewer looked for before, newest first; remembered in this browser.
const KEY = 'conclave.log-searches';
const MOST = 20;

export function searched() {
  try {
    const all = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(all) ? all.filter((text) => typeof text === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function remember(text) {
  try {
    localStorage.setItem(KEY, JSON.stringify([text, ...searched().filter((other) => other !== text)].slice(0, MOST)));
  } catch {
    // Without storage nothing is remembered.
  }
}
