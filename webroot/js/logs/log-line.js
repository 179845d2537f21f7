// Reads the lines of a ZooKeeper server's own log:
//   2026-11-25 18:04:59,770 [myid:1] - INFO  [NIOWorkerThread-2:Learner@165] - Revalidating client: 0x3000013ac0e0000
// The time may carry a zone; without one it is the server's local time. A line without a time goes on with the one
// before it, as the lines of a stack trace do.

/** The levels from the least to the gravest. */
export const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

const HEAD = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:[,.](\d{1,3}))?(Z|[+-]\d\d:?\d\d)?\s+(.*)$/s;
const LEVEL = /^(?:\[myid:[^\]]*\]\s*)?(?:-\s*)?\[?(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\]?\s+(.*)$/s;
const PLACE = /^\[(.*?):([\w.$]+)@(\d+|\?)\]\s+-\s(.*)$/s;

const MINUTE_MS = 60_000;

/**
 * @param {string} text one line
 * @returns {{wallMs: number, zoneMs: number | null, level: string | null, thread: string, source: string,
 *   message: string} | null} wallMs: what the clock on that server's wall said, as if it were UTC; zoneMs: how far that
 *   clock is ahead of UTC, where the line says so; null where the line goes on with the one before it
 */
export function parseLine(text) {
  const head = HEAD.exec(text);
  if (!head) {
    return null;
  }
  const [, day, time, fraction = '0', zone, rest] = head;
  const wallMs = Date.parse(`${day}T${time}.${fraction.padEnd(3, '0')}Z`);
  if (Number.isNaN(wallMs)) {
    return null;
  }
  const levelled = LEVEL.exec(rest);
  const place = PLACE.exec(levelled ? levelled[2] : '');
  return {
    wallMs,
    zoneMs: zone === undefined ? null : offset(zone),
    level: levelled ? levelled[1] : null,
    thread: place ? place[1] : '',
    source: place ? place[2] : '',
    message: place ? place[4] : levelled ? levelled[2] : rest,
  };
}

function offset(zone) {
  if (zone === 'Z') {
    return 0;
  }
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone[0] === '-' ? -minutes : minutes) * MINUTE_MS;
}

/** Whether a line is at least as grave; one that tells no level is let through with INFO and below. */
export function isAsGrave(level, least) {
  return !least || LEVELS.indexOf(level ?? 'INFO') >= LEVELS.indexOf(least);
}
