// What goes wrong, in one form: the server's problem documents (RFC 9457) and our own for what never reached it.

export class Problem extends Error {
  /**
   * @param {{status: number, code: string, detail: string, field?: string, value?: string, allowed?: string,
   *   position?: number}} document
   */
  constructor(document) {
    super(document.detail || document.code);
    this.name = 'Problem';
    this.status = document.status;
    this.code = document.code;
    this.detail = document.detail || '';
    this.field = document.field || null;
    this.value = document.value ?? null;
    this.allowed = document.allowed || null;
    /** The character of the value at which it cannot be read, from 0. */
    this.position = document.position ?? null;
  }

  /** Reads an answer's body; what is no problem document still says its status. */
  static of(status, text) {
    try {
      const document = JSON.parse(text);
      return new Problem({ ...document, status, code: document.code || `http_${status}` });
    } catch {
      return new Problem({ status, code: `http_${status}`, detail: '' });
    }
  }
}

/** The request did not get out: nothing has happened. */
export const notConnected = () => new Problem({ status: 0, code: 'not_connected', detail: '' });

/** The request went out and no answer came: it may or may not have happened. */
export const outcomeUnknown = () => new Problem({ status: 0, code: 'outcome_unknown', detail: '' });
