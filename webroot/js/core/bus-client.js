// The stream's client: raw WebSocket frames of the Vert.x event-bus bridge.
//
// After each connect it registers its topics, asks for the snapshot and applies what has a higher `seq`. A message of an
// event topic that skips a number has that topic's snapshot asked for again, which replaces the rows: none is lost and
// none is doubled. State topics may skip, since each message is the whole state. Nothing is polled; a `ping` goes out
// only where the stream has been silent, to find out whether the connection is dead.
import { Problem, notConnected, outcomeUnknown } from './problem.js';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;
const CONNECT_LIMIT_MS = 8_000;
const SNAPSHOT_LIMIT_MS = 10_000;
const SILENCE_MS = 5_000;
const REQUEST_LIMIT_MS = 20_000;
const SESSION_ENDED = 1008;

export class BusClient {
  #url;
  #topics;
  #listener;
  #socket = null;
  #attempt = 0;
  #retryTimer = 0;
  #limitTimer = 0;
  #silenceTimer = 0;
  #requests = new Map();
  #followed = new Map();
  #lastReply = 0;

  /**
   * @param {string} url of the raw WebSocket
   * @param {{address: string, kind: 'state' | 'event'}[]} topics
   * @param {object} listener with
   *   `snapshot(address, state)`, `message(address, body)`,
   *   `connection({phase, attempt?, retryAt?})` where phase is connecting, live, waiting or refused, and attempt how many
   *   failed in a row
   */
  constructor(url, topics, listener) {
    this.#url = url;
    this.#topics = new Map(topics.map((topic) => [topic.address, { ...topic, seq: null, waiting: [] }]));
    this.#listener = listener;
  }

  /** Connects, or tries again now where it waits for the next attempt. */
  connect() {
    if (this.#socket) {
      return;
    }
    clearTimeout(this.#retryTimer);
    this.#listener.connection({ phase: 'connecting', attempt: this.#attempt });
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    this.#limit(CONNECT_LIMIT_MS);
    socket.onopen = () => this.#greet();
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = (event) => this.#closed(event.code === SESSION_ENDED);
  }

  /**
   * Asks for something and waits for the answer.
   *
   * @returns {Promise<object>} the answer's body, or a rejection with a {@link Problem}
   */
  request(address, body = {}, limitMs = REQUEST_LIMIT_MS) {
    if (!this.#socket || this.#socket.readyState !== WebSocket.OPEN) {
      return Promise.reject(notConnected());
    }
    const replyAddress = `page.reply.${++this.#lastReply}`;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle(replyAddress, () => reject(outcomeUnknown())), limitMs);
      this.#requests.set(replyAddress, { resolve, reject, timer });
      this.#send({ type: 'send', address, replyAddress, body });
    });
  }

  /**
   * Hands each message of a topic beside those of the snapshot to the handler, over reconnects, until `unfollow`. A
   * second time takes the place of the first.
   *
   * @param {object} [filter] which messages, where the topic has a filter
   */
  follow(address, handler, filter) {
    this.#followed.set(address, { handler, filter });
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#send({ type: 'register', address, filter });
    }
  }

  /** Ends that. */
  unfollow(address) {
    this.#followed.delete(address);
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#send({ type: 'unregister', address });
    }
  }

  #send(frame) {
    this.#socket.send(JSON.stringify(frame));
  }

  #greet() {
    for (const topic of this.#topics.values()) {
      topic.seq = null;
      topic.waiting = [];
      this.#send({ type: 'register', address: topic.address });
    }
    for (const [address, { filter }] of this.#followed) {
      this.#send({ type: 'register', address, filter });
    }
    this.#limit(SNAPSHOT_LIMIT_MS);
    this.#askSnapshot([...this.#topics.keys()]).then(
      () => {
        clearTimeout(this.#limitTimer);
        this.#attempt = 0;
        this.#listener.connection({ phase: 'live' });
      },
      () => this.#abandon(),
    );
  }

  async #askSnapshot(addresses) {
    const reply = await this.request('conclave.snapshot', { topics: addresses }, SNAPSHOT_LIMIT_MS);
    for (const address of addresses) {
      const { seq, state } = reply.topics[address];
      const topic = this.#topics.get(address);
      const waiting = topic.waiting;
      topic.seq = seq;
      topic.waiting = [];
      this.#listener.snapshot(address, state);
      waiting.forEach((body) => this.#apply(topic, body));
    }
  }

  #receive(text) {
    this.#heard();
    const frame = JSON.parse(text);
    const topic = this.#topics.get(frame.address);
    if (topic && frame.type === 'rec') {
      this.#apply(topic, frame.body);
    } else if (this.#followed.has(frame.address) && frame.type === 'rec') {
      this.#followed.get(frame.address).handler(frame.body);
    } else if (this.#requests.has(frame.address)) {
      const { resolve, reject } = this.#requests.get(frame.address);
      this.#settle(frame.address, () =>
        frame.type === 'err'
          ? reject(new Problem(frame.problem || { status: frame.failureCode, code: frame.body, detail: frame.message }))
          : resolve(frame.body));
    }
  }

  #apply(topic, body) {
    if (topic.seq === null) {
      topic.waiting.push(body);
    } else if (topic.kind === 'event' && body.seq > topic.seq + 1) {
      topic.seq = null;
      topic.waiting = [body];
      this.#askSnapshot([topic.address]).catch(() => this.#abandon());
    } else if (body.seq > topic.seq) {
      topic.seq = body.seq;
      this.#listener.message(topic.address, body);
    }
  }

  #heard() {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(() => {
      this.#send({ type: 'ping' });
      this.#silenceTimer = setTimeout(() => this.#abandon(), SILENCE_MS);
    }, SILENCE_MS);
  }

  #limit(ms) {
    clearTimeout(this.#limitTimer);
    this.#limitTimer = setTimeout(() => this.#abandon(), ms);
  }

  /** A connection that is of no use is given up at once: the other side's goodbye may never come. */
  #abandon() {
    const socket = this.#socket;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
      this.#closed(false);
    }
  }

  #closed(refused) {
    this.#socket = null;
    clearTimeout(this.#limitTimer);
    clearTimeout(this.#silenceTimer);
    for (const replyAddress of [...this.#requests.keys()]) {
      const { reject } = this.#requests.get(replyAddress);
      this.#settle(replyAddress, () => reject(outcomeUnknown()));
    }
    if (refused) {
      this.#listener.connection({ phase: 'refused' });
      return;
    }
    // Full jitter keeps many viewers from coming back in step after a restart of the server.
    const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.#attempt++);
    const delay = FIRST_DELAY_MS / 2 + Math.random() * ceiling;
    this.#retryTimer = setTimeout(() => this.connect(), delay);
    this.#listener.connection({ phase: 'waiting', attempt: this.#attempt, retryAt: Date.now() + delay });
  }

  #settle(replyAddress, answer) {
    clearTimeout(this.#requests.get(replyAddress).timer);
    this.#requests.delete(replyAddress);
    answer();
  }
}
