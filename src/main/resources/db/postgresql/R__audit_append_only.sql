-- The audit trail only grows: the database itself refuses to change or delete what was written. An operation may end
-- once, and its beginning stays as it was.

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

DROP TRIGGER IF EXISTS operations_end_once ON operations;
CREATE TRIGGER operations_end_once BEFORE UPDATE ON operations FOR EACH ROW
WHEN (OLD.status <> 'running' OR NEW.status = 'running' OR NEW.id <> OLD.id OR NEW.timestamp <> OLD.timestamp
  OR NEW.actor <> OLD.actor OR NEW.action <> OLD.action OR NEW.node IS DISTINCT FROM OLD.node
  OR NEW.before_metrics IS DISTINCT FROM OLD.before_metrics)
EXECUTE FUNCTION refuse_change('operations are written once and ended once');

DROP TRIGGER IF EXISTS operations_are_kept ON operations;
CREATE TRIGGER operations_are_kept BEFORE DELETE ON operations FOR EACH ROW
EXECUTE FUNCTION refuse_change('operations are never deleted');

DROP TRIGGER IF EXISTS operations_are_not_emptied ON operations;
CREATE TRIGGER operations_are_not_emptied BEFORE TRUNCATE ON operations
EXECUTE FUNCTION refuse_change('operations are never deleted');

DROP TRIGGER IF EXISTS operation_measures_are_not_changed ON operation_measures;
CREATE TRIGGER operation_measures_are_not_changed BEFORE UPDATE ON operation_measures FOR EACH ROW
EXECUTE FUNCTION refuse_change('measures are never changed');

DROP TRIGGER IF EXISTS operation_measures_are_kept ON operation_measures;
CREATE TRIGGER operation_measures_are_kept BEFORE DELETE ON operation_measures FOR EACH ROW
EXECUTE FUNCTION refuse_change('measures are never deleted');

DROP TRIGGER IF EXISTS operation_measures_are_not_emptied ON operation_measures;
CREATE TRIGGER operation_measures_are_not_emptied BEFORE TRUNCATE ON operation_measures
EXECUTE FUNCTION refuse_change('measures are never deleted');
