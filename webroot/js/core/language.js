// Looks texts up in the language that the viewer chose. What renders with it renders anew when the choice changes.
import { preferences } from './preferences.js';
import { allowedInChinese } from '../texts/allowed.js';
import { auditTexts } from '../texts/audit.js';
import { commonTexts } from '../texts/common.js';
import { filesTexts } from '../texts/files.js';
import { logsTexts } from '../texts/logs.js';
import { metricsTexts } from '../texts/metrics.js';
import { operationsTexts } from '../texts/operations.js';
import { overviewTexts } from '../texts/overview.js';
import { recordTexts } from '../texts/records.js';
import { whyTexts } from '../texts/why.js';
import { workloadTexts } from '../texts/workload.js';

const all = {
  ...commonTexts,
  ...recordTexts,
  ...auditTexts,
  ...overviewTexts,
  ...workloadTexts,
  ...filesTexts,
  ...operationsTexts,
  ...logsTexts,
  ...metricsTexts,
  ...whyTexts,
};

/**
 * The text of a key.
 *
 * @param {Record<string, string | number>} [values] for its {placeholders}
 */
export function t(key, values = {}) {
  const pair = all[key];
  if (!pair) {
    throw new Error(`there is no text ${key}`);
  }
  const text = pair[preferences.language === 'zh' ? 1 : 0];
  return text.replace(/\{(\w+)\}/g, (placeholder, name) => values[name] ?? placeholder);
}

/** The text for a code of the server's vocabulary, or the code itself where the server is newer than this page. */
export function word(family, code) {
  const key = `${family}.${code}`;
  return all[key] ? t(key) : String(code).replaceAll('_', ' ');
}

/** What would have been accepted, as the viewer reads it. */
export const allowedText = (allowed) => (preferences.language === 'zh' ? allowedInChinese(allowed) : allowed);

/** A problem as the viewer reads it: what went wrong and, where it is known, what would have been accepted. */
export function problemText(problem) {
  const known = all[`problem.${problem.code}`];
  return {
    text: known ? t(`problem.${problem.code}`) : problem.detail || t('problem.other', { status: problem.status }),
    hint: problem.allowed ? t('problem.allowed', { allowed: allowedText(problem.allowed) }) : null,
  };
}
