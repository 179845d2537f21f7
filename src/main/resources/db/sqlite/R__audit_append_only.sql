-- The audit trail only grows: the database itself refuses to change or delete what was written. An operation may end
-- once, and its beginning stays as it was. REPLACE would delete without asking a delete trigger, hence those on INSERT.

DROP TRIGGER IF EXISTS operations_end_once;
CREATE TRIGGER operations_end_once BEFORE UPDATE ON operations
WHEN OLD.status <> 'running' OR NEW.status = 'running' OR NEW.id <> OLD.id OR NEW.timestamp <> OLD.timestamp
  OR NEW.actor <> OLD.actor OR NEW.action <> OLD.action OR NEW.node IS NOT OLD.node
  OR NEW.before_metrics IS NOT OLD.before_metrics
BEGIN
  SELECT RAISE(ABORT, 'operations are written once and ended once');
END;

DROP TRIGGER IF EXISTS operations_are_kept;
CREATE TRIGGER operations_are_kept BEFORE DELETE ON operations
BEGIN
  SELECT RAISE(ABORT, 'operations are never deleted');
END;

DROP TRIGGER IF EXISTS operations_are_not_replaced;
CREATE TRIGGER operations_are_not_replaced BEFORE INSERT ON operations
WHEN EXISTS (SELECT 1 FROM operations WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'operations are never replaced');
END;

DROP TRIGGER IF EXISTS operation_measures_are_not_changed;
CREATE TRIGGER operation_measures_are_not_changed BEFORE UPDATE ON operation_measures
BEGIN
  SELECT RAISE(ABORT, 'measures are never changed');
END;

DROP TRIGGER IF EXISTS operation_measures_are_kept;
CREATE TRIGGER operation_measures_are_kept BEFORE DELETE ON operation_measures
BEGIN
  SELECT RAISE(ABORT, 'measures are never deleted');
END;

DROP TRIGGER IF EXISTS operation_measures_are_not_replaced;
CREATE TRIGGER operation_measures_are_not_replaced BEFORE INSERT ON operation_measures
WHEN EXISTS (SELECT 1 FROM operation_measures WHERE operation_id = NEW.operation_id AND kind = NEW.kind)
BEGIN
  SELECT RAISE(ABORT, 'measures are never replaced');
END;
