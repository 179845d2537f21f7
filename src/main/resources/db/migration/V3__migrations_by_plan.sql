-- What became of a decision is asked for with each page of decisions; the journal is never trimmed.
CREATE INDEX migrations_by_plan ON migrations (plan_id, state);
