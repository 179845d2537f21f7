// Which files are ticked, and the deletion of one or of all that are; it goes on while the viewer looks elsewhere.
import { shallowReactive, shallowRef } from '../lib/vue.js';
import { ask } from '../core/dialogs.js';
import { bytes, fullMoment, number } from '../core/format.js';
import { problemText, t } from '../core/language.js';
import { complain, say } from '../core/notices.js';
import { Problem } from '../core/problem.js';
import { command } from '../core/session.js';

/** How many can be deleted in one go: more is hardly meant, and each is one entry in the audit trail. */
export const MOST_CHOSEN = 500;
const AT_ONCE = 4;
const MOST_NAMED = 5;

/** The ticked files by id. */
export const chosen = shallowRef(new Map());

/** The deletion that runs or ran last, or null: done and all in files, failed as {name, problem}. */
export const deletion = shallowRef(null);

/** Ticks files or takes the ticks away; those over the bound stay as they are. */
export function choose(files, on) {
  const next = new Map(chosen.value);
  for (const file of files) {
    if (!on) {
      next.delete(file.id);
    } else if (next.size < MOST_CHOSEN) {
      next.set(file.id, file);
    }
  }
  chosen.value = next;
}

const remove = (file) => command('delete-file', { fileId: file.id });

/** Asks, and deletes one file. */
export async function deleteOne(file) {
  const sure = await ask({
    title: t('files.deleteOne', file),
    lines: [
      t('files.deleteLost', { size: bytes(file.sizeBytes), node: file.node, created: fullMoment(file.createdAt) }),
      t('files.deleteForGood'),
    ],
    confirm: t('files.delete'),
    danger: true,
  });
  if (!sure) {
    return;
  }
  try {
    await remove(file);
    choose([file], false);
    say(t('files.deleted', file));
  } catch (problem) {
    complain(known(problem));
  }
}

/** Asks, and deletes all that are ticked, a few at a time. */
export async function deleteChosen() {
  const files = [...chosen.value.values()];
  const names = files.slice(0, MOST_NAMED).map((file) => file.name).join(', ');
  const more = files.length - MOST_NAMED;
  const sure = await ask({
    title: t('files.deleteMany', { count: number(files.length, 0) }),
    lines: [
      more > 0 ? t('files.deleteNames', { names, more: number(more, 0) }) : names,
      t('files.deleteManyLost', { size: bytes(files.reduce((sum, file) => sum + file.sizeBytes, 0)) }),
      t('files.deleteForGood'),
    ],
    confirm: t('files.delete'),
    danger: true,
  });
  if (!sure) {
    return;
  }
  const progress = shallowReactive({ all: files.length, done: 0, failed: [], running: true });
  deletion.value = progress;
  const waiting = files.slice();
  await Promise.all(Array.from({ length: AT_ONCE }, () => work(waiting, progress)));
  progress.running = false;
}

async function work(waiting, progress) {
  while (waiting.length > 0) {
    const file = waiting.shift();
    try {
      await remove(file);
      choose([file], false);
    } catch (problem) {
      progress.failed = [...progress.failed, { id: file.id, name: file.name, problem: known(problem) }];
    }
    progress.done++;
  }
}

/** What went wrong with one, in words. */
export const failureText = ({ problem }) => problemText(problem).text;

/** Anything else is a fault of this page, and must not pass for the server's answer. */
function known(problem) {
  if (!(problem instanceof Problem)) {
    throw problem;
  }
  return problem;
}
