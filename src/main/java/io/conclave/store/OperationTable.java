package io.conclave.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code operations}: the audit trail. Rows are added and finished, never deleted. */
public final class OperationTable {

    private static final String COLUMNS =
            "id, timestamp, actor, action, node, status, details, before_metrics, after_metrics";

    private final Statements statements;

    OperationTable(Statements statements) {
        this.statements = statements;
    }

    /** Adds a row and gives it back with its number. */
    public OperationRow insert(OperationRow row) {
        long id = 1 + statements.number("SELECT max(id) FROM operations");
        statements.update(
                "INSERT INTO operations (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                row.timestamp(),
                row.actor(),
                row.action(),
                row.node(),
                row.status(),
                row.details(),
                row.beforeMetrics(),
                row.afterMetrics());
        return row.withId(id);
    }

    /**
     * Says how a running operation ended.
     *
     * @return false where it was not running any more; nothing is changed then
     */
    public boolean finish(long id, String status, String details, String afterMetrics) {
        return statements.update(
                        "UPDATE operations SET status = ?, details = ?, after_metrics = ? WHERE id = ? AND status ="
                                + " 'running'",
                        status,
                        details,
                        afterMetrics,
                        id)
                == 1;
    }

    /** The row of this number. */
    public Optional<OperationRow> find(long id) {
        return statements.first("SELECT " + COLUMNS + " FROM operations WHERE id = ?", OperationTable::read, id);
    }

    /** Rows, newest first; each filter may be null. */
    public List<OperationRow> page(int limit, Long before, String action, String node, String status) {
        StringBuilder sql = new StringBuilder("SELECT " + COLUMNS + " FROM operations WHERE 1 = 1");
        List<Object> arguments = new ArrayList<>();
        addFilter(sql, arguments, " AND id < ?", before);
        addFilter(sql, arguments, " AND action = ?", action);
        addFilter(sql, arguments, " AND node = ?", node);
        addFilter(sql, arguments, " AND status = ?", status);
        arguments.add(limit);
        return statements.all(
                sql.append(" ORDER BY id DESC LIMIT ?").toString(), OperationTable::read, arguments.toArray());
    }

    private static void addFilter(StringBuilder sql, List<Object> arguments, String condition, Object value) {
        if (value != null) {
            sql.append(condition);
            arguments.add(value);
        }
    }

    /** Closes what was running when its controller ended, and gives those rows as they are now. */
    public List<OperationRow> interruptRunning() {
        List<OperationRow> running = statements.all(
                "SELECT " + COLUMNS + " FROM operations WHERE status = 'running' ORDER BY id", OperationTable::read);
        statements.update("UPDATE operations SET status = 'interrupted' WHERE status = 'running'");
        return running.stream()
                .map(row -> new OperationRow(
                        row.id(),
                        row.timestamp(),
                        row.actor(),
                        row.action(),
                        row.node(),
                        "interrupted",
                        row.details(),
                        row.beforeMetrics(),
                        row.afterMetrics()))
                .toList();
    }

    /** How many rows there are of each action and status. */
    public List<OperationCount> counts() {
        return statements.all(
                "SELECT action, status, count(*) AS rows_of FROM operations GROUP BY action, status",
                rows -> new OperationCount(
                        rows.getString("action"), rows.getString("status"), rows.getLong("rows_of")));
    }

    private static OperationRow read(ResultSet rows) throws SQLException {
        return new OperationRow(
                rows.getLong("id"),
                Statements.instant(rows, "timestamp"),
                rows.getString("actor"),
                rows.getString("action"),
                rows.getString("node"),
                rows.getString("status"),
                rows.getString("details"),
                rows.getString("before_metrics"),
                rows.getString("after_metrics"));
    }
}
