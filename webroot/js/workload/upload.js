// Uploads with progress, two at a time; they go on while the viewer is on another page of the application.
// XMLHttpRequest, since fetch does not tell how much of a body has been sent.
import { shallowReactive, shallowRef } from '../lib/vue.js';
import { Problem, outcomeUnknown } from '../core/problem.js';
import { store } from '../core/store.js';

const AT_ONCE = 2;
const MOST_SHOWN = 20;
const CREATED = 201;
const UNAUTHORISED = 401;
/** How much the newest reading of the rate counts against those before it. */
const NEWEST_WEIGHT = 0.3;

let lastKey = 0;

/** All uploads of this page, newest first; `phase` is waiting, sending, storing, done, failed or cancelled. */
export const uploads = shallowRef([]);

/** Queues files of a file input or of a drop. */
export function addUploads(files) {
  const added = [...files].map((file) => shallowReactive({
    key: ++lastKey,
    file,
    name: file.name,
    size: file.size,
    phase: 'waiting',
    sent: 0,
    /** Bytes a second, or null while that is not known. */
    rate: null,
    readAt: 0,
    answer: null,
    problem: null,
    request: null,
  }));
  const ongoing = uploads.value.filter(isOngoing);
  const ended = uploads.value.filter((upload) => !isOngoing(upload));
  uploads.value = [...added.reverse(), ...ongoing, ...ended].slice(0, Math.max(MOST_SHOWN, added.length + ongoing.length));
  startNext();
}

/** Stops one; where its last byte was out already it may have been stored. */
export function cancelUpload(upload) {
  if (upload.request) {
    upload.request.abort();
  } else {
    end(upload, 'cancelled');
  }
}

/** Sends one again from its first byte. */
export function retryUpload(upload) {
  Object.assign(upload, { phase: 'waiting', sent: 0, rate: null, problem: null });
  startNext();
}

/** Takes all that have ended out of the list. */
export function clearEnded() {
  uploads.value = uploads.value.filter(isOngoing);
}

export function isOngoing(upload) {
  return upload.phase === 'waiting' || upload.phase === 'sending' || upload.phase === 'storing';
}

/** Whether it ended without its file being known to be there. */
export const mayRetry = ({ phase, file }) => (phase === 'failed' || phase === 'cancelled') && file !== null;

function startNext() {
  const running = uploads.value.filter((upload) => upload.request).length;
  const waiting = uploads.value.filter((upload) => upload.phase === 'waiting').reverse();
  waiting.slice(0, Math.max(0, AT_ONCE - running)).forEach(send);
}

function send(upload) {
  const request = new XMLHttpRequest();
  upload.request = request;
  upload.phase = 'sending';
  upload.readAt = performance.now();
  request.upload.onprogress = (event) =>
    measure(upload, event.lengthComputable ? (event.loaded / event.total) * upload.size : event.loaded);
  request.upload.onload = () => {
    upload.sent = upload.size;
    upload.phase = 'storing';
  };
  request.onload = () => answered(upload, request);
  request.onerror = () => {
    upload.problem = outcomeUnknown();
    end(upload, 'failed');
  };
  request.onabort = () => end(upload, 'cancelled');
  const form = new FormData();
  form.append('file', upload.file, upload.name);
  request.open('POST', '/api/files');
  request.send(form);
}

function measure(upload, sent) {
  const at = performance.now();
  const seconds = (at - upload.readAt) / 1_000;
  if (seconds > 0) {
    const rate = (sent - upload.sent) / seconds;
    upload.rate = upload.rate === null ? rate : upload.rate * (1 - NEWEST_WEIGHT) + rate * NEWEST_WEIGHT;
  }
  upload.readAt = at;
  upload.sent = sent;
}

function answered(upload, request) {
  if (request.status === CREATED) {
    upload.answer = JSON.parse(request.responseText);
    upload.file = null;
    end(upload, 'done');
    return;
  }
  if (request.status === UNAUTHORISED) {
    store.locked = true;
  }
  upload.problem = Problem.of(request.status, request.responseText);
  end(upload, 'failed');
}

function end(upload, phase) {
  upload.phase = phase;
  upload.request = null;
  startNext();
}

// Whoever leaves the application ends what is under way, so the browser asks first.
window.addEventListener('beforeunload', (event) => {
  if (uploads.value.some(isOngoing)) {
    event.preventDefault();
  }
});
