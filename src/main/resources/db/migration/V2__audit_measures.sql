-- When an operation ended and how long it took; both null while it runs, and where its end was not seen.
ALTER TABLE operations ADD COLUMN ended_at TEXT;
ALTER TABLE operations ADD COLUMN duration_ms BIGINT;

-- What was measured after an operation ended: when the ensemble had settled, and a minute later.
CREATE TABLE operation_measures (
  operation_id BIGINT NOT NULL REFERENCES operations (id),
  kind         TEXT   NOT NULL,           -- settled, later
  state        TEXT   NOT NULL,           -- measured, not_settled, unmeasured
  at           TEXT   NOT NULL,
  recover_ms   BIGINT,                    -- from the end of the action until it had settled
  reason       TEXT,                      -- what was missing, or why nothing was measured
  facts        TEXT,                      -- JSON object: what the reason's sentence is filled with
  metrics      TEXT,                      -- JSON
  PRIMARY KEY (operation_id, kind)
);
