// One list out of what the store keeps of elections, operations, plans and migrations, newest on top.

export const KINDS = ['election', 'operation', 'plan', 'migration'];

const MOST_ROWS = 200;
const MIGRATES = ['auto_migrate', 'manual_migrate'];

/** A record gives the same row each time, so that a row whose record stayed is not drawn anew. */
const made = new WeakMap();

function rowOf(record, kind, key, at, operation = null) {
  const known = made.get(record);
  if (known && known.operation === operation) {
    return known;
  }
  const row = { key, kind, at, record, operation };
  made.set(record, row);
  return row;
}

/**
 * @param {{elections: object[], operations: object[], plans: object[], migrations: object[]}} lists newest first
 * @param {Set<string>} kinds which to show
 * @returns {{key: string, kind: string, at: string, record: object, operation: object | null}[]} operation: for a
 *   migration the operation that tells of it, which is no row of its own then
 */
export function feedRows({ elections, operations, plans, migrations }, kinds) {
  const moved = new Map(operations
    .filter(({ action, details }) => MIGRATES.includes(action) && details?.migrationId !== undefined)
    .map((operation) => [operation.details.migrationId, operation]));
  const told = new Set(migrations.map(({ id }) => id));
  const rows = [];
  if (kinds.has('election')) {
    elections.forEach((event) => rows.push(rowOf(event, 'election', `e${event.at}${event.kind}${event.node}${event.to}`, event.at)));
  }
  if (kinds.has('operation')) {
    operations
      .filter((operation) => !told.has(operation.details?.migrationId) || !MIGRATES.includes(operation.action))
      .forEach((operation) => rows.push(rowOf(operation, 'operation', `o${operation.id}`, operation.timestamp)));
  }
  if (kinds.has('plan')) {
    plans.forEach((plan) => rows.push(rowOf(plan, 'plan', `p${plan.id}`, plan.at)));
  }
  if (kinds.has('migration')) {
    migrations.forEach((migration) =>
      rows.push(rowOf(migration, 'migration', `m${migration.id}`, migration.firstAt, moved.get(migration.id) ?? null)));
  }
  return rows.sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0)).slice(0, MOST_ROWS);
}
