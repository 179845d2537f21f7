// Uploads with progress, two at a time. XMLHttpRequest, since fetch does not tell how much of a body has been sent.
import { shallowReactive, shallowRef } from '../lib/vue.js';
import { Problem, outcomeUnknown } from '../core/problem.js';
import { store } from '../core/store.js';

const AT_ONCE = 2;
const MOST_SHOWN = 20;
const CREATED = 201;
const UNAUTHORISED = 401;

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

export function isOngoing(upload) {
  return upload.phase === 'waiting' || upload.phase === 'sending' || upload.phase === 'storing';
}

function startNext() {
  const running = uploads.value.filter((upload) => upload.request).length;
  const waiting = uploads.value.filter((upload) => upload.phase === 'waiting').reverse();
  waiting.slice(0, Math.max(0, AT_ONCE - running)).forEach(send);
}

function send(upload) {
  const request = new XMLHttpRequest();
  upload.request = request;
  upload.phase = 'sending';
  request.upload.onprogress = (event) => {
    upload.sent = event.lengthComputable ? (event.loaded / event.total) * upload.size : event.loaded;
  };
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

function answered(upload, request) {
  if (request.status === CREATED) {
    upload.answer = JSON.parse(request.responseText);
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
  upload.file = null;
  startNext();
}
