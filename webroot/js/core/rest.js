// The few calls that do not go over the stream: pages of files, settings when the page opens, and the session.
import { Problem, notConnected, outcomeUnknown } from './problem.js';
import { store } from './store.js';

const LIMIT_MS = 20_000;
const UNAUTHORISED = 401;

/**
 * @param {object} [body] sent as JSON
 * @returns {Promise<object>} the answer's JSON, or a rejection with a {@link Problem}
 */
export async function rest(method, path, body) {
  let response;
  let text;
  try {
    response = await fetch(path, {
      method,
      headers: body ? { 'Content-Type': 'application/json' } : {},
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    text = await response.text();
  } catch {
    throw method === 'GET' ? notConnected() : outcomeUnknown();
  }
  if (response.status === UNAUTHORISED) {
    store.locked = true;
  }
  if (!response.ok) {
    throw Problem.of(response.status, text);
  }
  return text ? JSON.parse(text) : null;
}
