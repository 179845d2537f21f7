-- Portable between SQLite and PostgreSQL: instants are ISO-8601 UTC text with milliseconds, JSON is text.

CREATE TABLE files (
  id          TEXT PRIMARY KEY,           -- time-ordered UUID: ordering by id is ordering by creation
  name        TEXT   NOT NULL,
  node        TEXT   NOT NULL,
  path        TEXT   NOT NULL UNIQUE,     -- below the storage root
  size_bytes  BIGINT NOT NULL,
  sha256      TEXT   NOT NULL,
  history     TEXT   NOT NULL,            -- JSON array, oldest first
  created_at  TEXT   NOT NULL,
  updated_at  TEXT   NOT NULL
);
CREATE INDEX files_by_node ON files (node, id);

CREATE TABLE operations (
  id             BIGINT PRIMARY KEY,      -- given by the writer, rising
  timestamp      TEXT NOT NULL,
  actor          TEXT NOT NULL,
  action         TEXT NOT NULL,
  node           TEXT,
  status         TEXT NOT NULL,
  details        TEXT NOT NULL,           -- JSON object
  before_metrics TEXT,                    -- JSON
  after_metrics  TEXT                     -- JSON
);
CREATE INDEX operations_by_action ON operations (action, id);
CREATE INDEX operations_by_node ON operations (node, id);
CREATE INDEX operations_by_status ON operations (status, id);

CREATE TABLE tasks (
  id         BIGINT PRIMARY KEY,
  status     TEXT NOT NULL,
  payload    TEXT NOT NULL,               -- JSON object
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
);
CREATE INDEX tasks_by_status ON tasks (status, id);

CREATE TABLE node_state (
  node       TEXT PRIMARY KEY,
  drained    BOOLEAN NOT NULL,
  reason     TEXT,
  updated_at TEXT NOT NULL
);

-- The migration journal. A row without closed_at is an open intent; one intent a file.
CREATE TABLE migrations (
  id          BIGINT PRIMARY KEY,
  epoch       BIGINT NOT NULL,            -- of the controller that began it
  file_id     TEXT   NOT NULL,
  name        TEXT   NOT NULL,
  source      TEXT   NOT NULL,
  target      TEXT   NOT NULL,
  source_path TEXT   NOT NULL,
  target_path TEXT   NOT NULL,
  size_bytes  BIGINT NOT NULL,
  sha256      TEXT   NOT NULL,
  state       TEXT   NOT NULL,            -- intent, committed, done, failed
  reason      TEXT   NOT NULL,            -- why it was planned; for failed, what went wrong
  plan_id     TEXT,
  started_at  TEXT   NOT NULL,
  closed_at   TEXT
);
CREATE UNIQUE INDEX migrations_one_open_a_file ON migrations (file_id) WHERE closed_at IS NULL;

-- Znode writes that are decided but not yet known to be applied, in order.
CREATE TABLE outbox (
  id         BIGINT PRIMARY KEY,
  kind       TEXT NOT NULL,               -- put, delete
  file_id    TEXT NOT NULL,
  payload    TEXT,                        -- what the znode is to hold; null for delete
  created_at TEXT NOT NULL
);

-- Every decision of the scheduler that moved something or changed its mind, with what it was computed from.
CREATE TABLE decisions (
  id         BIGINT PRIMARY KEY,
  plan_id    TEXT NOT NULL UNIQUE,
  input_hash TEXT NOT NULL,
  inputs     TEXT NOT NULL,               -- JSON
  plan       TEXT NOT NULL,               -- JSON
  created_at TEXT NOT NULL
);

-- Settings that were changed while running and outlive a restart.
CREATE TABLE settings (
  name       TEXT PRIMARY KEY,
  value      TEXT NOT NULL,
  updated_at TEXT NOT NULL
);

-- One row: the epoch whose writes are accepted. A write with a lower one is refused here.
CREATE TABLE controller_epoch (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  epoch      BIGINT NOT NULL,
  controller TEXT   NOT NULL,
  updated_at TEXT   NOT NULL
);
INSERT INTO controller_epoch (id, epoch, controller, updated_at) VALUES (1, 1, 'none', '1970-01-01T00:00:00.000Z');
