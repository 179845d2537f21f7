// What goes wrong in the page itself. One part that fails must not take the others down, and must not fail in silence.
import { complain } from './notices.js';
import { Problem } from './problem.js';

const told = new Set();

/** Says once of each fault that it is there: a part that fails at every redraw would bury the page in notices. */
function tell(fault) {
  const detail = String(fault?.message ?? fault);
  if (!told.has(detail)) {
    told.add(detail);
    complain(fault instanceof Problem ? fault : { code: 'page_fault', detail });
  }
}

/** Takes over what the components, the handlers and the promises of the page let fall. */
export function catchMishaps(app) {
  app.config.errorHandler = (error) => {
    console.error(error);
    tell(error);
  };
  // The browser itself has noted these in its console.
  window.addEventListener('error', (event) => event.error && tell(event.error));
  window.addEventListener('unhandledrejection', (event) => tell(event.reason));
}
