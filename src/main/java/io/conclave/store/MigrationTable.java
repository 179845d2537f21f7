package io.conclave.store;

import io.conclave.bus.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The table {@code migrations}: the journal. A row without {@code closed_at} is open, and a file has one such at most.
 */
public final class MigrationTable {

    private static final String COLUMNS = "id, epoch, file_id, name, source, target, source_path, target_path,"
            + " size_bytes, sha256, state, reason, plan_id, started_at, closed_at";

    private final Statements statements;

    MigrationTable(Statements statements) {
        this.statements = statements;
    }

    /**
     * Adds an intent and gives its number.
     *
     * @throws io.conclave.bus.ProblemException 409 {@code migration_in_progress} where the file has an open one
     */
    public long open(MigrationRow row) {
        long id = 1 + statements.number("SELECT max(id) FROM migrations");
        try {
            statements.update(
                    "INSERT INTO migrations (" + COLUMNS
                            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'intent', ?, ?, ?, NULL)",
                    id,
                    row.epoch(),
                    row.fileId(),
                    row.name(),
                    row.source(),
                    row.target(),
                    row.sourcePath(),
                    row.targetPath(),
                    row.sizeBytes(),
                    row.sha256(),
                    row.reason(),
                    row.planId(),
                    row.startedAt());
        } catch (StoreException e) {
            if (e.isDuplicate()) {
                throw Problem.conflict("migration_in_progress", "file " + row.fileId() + " is already being moved")
                        .asException();
            }
            throw e;
        }
        return id;
    }

    /** Marks an open intent as committed; false where it is not an open intent. */
    public boolean commit(long id) {
        return statements.update("UPDATE migrations SET state = 'committed' WHERE id = ? AND state = 'intent'", id)
                == 1;
    }

    /** Closes a row as {@code done} or {@code failed}. */
    public void close(long id, String state, String reason, Instant at) {
        statements.update(
                "UPDATE migrations SET state = ?, reason = ?, closed_at = ? WHERE id = ? AND closed_at IS NULL",
                state,
                reason,
                at,
                id);
    }

    /** Whether the file has an open row. */
    public boolean isOpen(String fileId) {
        return statements.number("SELECT count(*) FROM migrations WHERE file_id = ? AND closed_at IS NULL", fileId) > 0;
    }

    /** Every open row, oldest first. */
    public List<MigrationRow> openRows() {
        return statements.all(
                "SELECT " + COLUMNS + " FROM migrations WHERE closed_at IS NULL ORDER BY id", MigrationTable::read);
    }

    /** Rows, newest first. */
    public List<MigrationRow> recent(int limit) {
        return statements.all(
                "SELECT " + COLUMNS + " FROM migrations ORDER BY id DESC LIMIT ?", MigrationTable::read, limit);
    }

    /** How many migrations of a plan are in which state; none for one that was not run. */
    public Map<String, Integer> states(String planId) {
        Map<String, Integer> states = new HashMap<>();
        statements.each(
                "SELECT state, count(*) AS migrations FROM migrations WHERE plan_id = ? GROUP BY state",
                rows -> Map.entry(rows.getString("state"), rows.getInt("migrations")),
                each -> states.put(each.getKey(), each.getValue()),
                planId);
        return states;
    }

    private static MigrationRow read(ResultSet rows) throws SQLException {
        return new MigrationRow(
                rows.getLong("id"),
                rows.getLong("epoch"),
                rows.getString("file_id"),
                rows.getString("name"),
                rows.getString("source"),
                rows.getString("target"),
                rows.getString("source_path"),
                rows.getString("target_path"),
                rows.getLong("size_bytes"),
                rows.getString("sha256"),
                rows.getString("state"),
                rows.getString("reason"),
                rows.getString("plan_id"),
                Statements.instant(rows, "started_at"),
                Statements.instant(rows, "closed_at"));
    }
}
