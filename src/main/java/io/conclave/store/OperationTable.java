package io.conclave.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tables {@code operations} and {@code operation_measures}: the audit trail. Rows are added and ended once; what
 * was written is neither changed nor deleted, which triggers in the database hold.
 */
public final class OperationTable {

    private static final String COLUMNS = "id, timestamp, actor, action, node, status, details, before_metrics,"
            + " after_metrics, ended_at, duration_ms";

    private static final String MEASURE_COLUMNS = "operation_id, kind, state, at, recover_ms, reason, facts, metrics";

    private static final String SELECT = "SELECT " + of("o", COLUMNS) + ", " + joined("s") + ", " + joined("l")
            + " FROM operations o"
            + " LEFT JOIN operation_measures s ON s.operation_id = o.id AND s.kind = 'settled'"
            + " LEFT JOIN operation_measures l ON l.operation_id = o.id AND l.kind = 'later'";

    private final Statements statements;

    OperationTable(Statements statements) {
        this.statements = statements;
    }

    /** Each by its name, so that a column that a newer controller adds changes nothing here. */
    private static String of(String alias, String columns) {
        return alias + "." + columns.replace(", ", ", " + alias + ".");
    }

    private static String joined(String alias) {
        return List.of(MEASURE_COLUMNS.split(", ")).stream()
                .map(column -> alias + "." + column + " AS " + alias + "_" + column)
                .collect(Collectors.joining(", "));
    }

    /** Adds a row, without measures, and gives it back with its number. */
    public OperationRow insert(OperationRow row) {
        long id = 1 + statements.number("SELECT max(id) FROM operations");
        statements.update(
                "INSERT INTO operations (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                row.timestamp(),
                row.actor(),
                row.action(),
                row.node(),
                row.status(),
                row.details(),
                row.beforeMetrics(),
                row.afterMetrics(),
                row.endedAt(),
                row.durationMs());
        return row.withId(id);
    }

    /**
     * Says how a running operation ended.
     *
     * @return false where it was not running any more; nothing is changed then
     */
    public boolean finish(
            long id, String status, String details, String afterMetrics, Instant endedAt, long durationMs) {
        return statements.update(
                        "UPDATE operations SET status = ?, details = ?, after_metrics = ?, ended_at = ?,"
                                + " duration_ms = ? WHERE id = ? AND status = 'running'",
                        status,
                        details,
                        afterMetrics,
                        endedAt,
                        durationMs,
                        id)
                == 1;
    }

    /** Adds what was measured after an operation; each kind once an operation. */
    public void measure(OperationMeasureRow row) {
        statements.update(
                "INSERT INTO operation_measures (" + MEASURE_COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                row.operationId(),
                row.kind(),
                row.state(),
                row.at(),
                row.recoverMs(),
                row.reason(),
                row.facts(),
                row.metrics());
    }

    /** The row of this number. */
    public Optional<OperationRow> find(long id) {
        return statements.first(SELECT + " WHERE o.id = ?", OperationTable::read, id);
    }

    /** Rows, newest first. */
    public List<OperationRow> page(int limit, OperationFilter filter) {
        StringBuilder sql = new StringBuilder(SELECT + " WHERE 1 = 1");
        List<Object> arguments = new ArrayList<>();
        addFilter(sql, arguments, " AND o.id < ?", filter.before());
        addFilter(sql, arguments, " AND o.action = ?", filter.action());
        addFilter(sql, arguments, " AND o.node = ?", filter.node());
        addFilter(sql, arguments, " AND o.status = ?", filter.status());
        addFilter(sql, arguments, " AND o.actor = ?", filter.actor());
        addFilter(sql, arguments, " AND o.timestamp >= ?", filter.from());
        addFilter(sql, arguments, " AND o.timestamp < ?", filter.to());
        arguments.add(limit);
        return statements.all(
                sql.append(" ORDER BY o.id DESC LIMIT ?").toString(), OperationTable::read, arguments.toArray());
    }

    private static void addFilter(StringBuilder sql, List<Object> arguments, String condition, Object value) {
        if (value != null) {
            sql.append(condition);
            arguments.add(value);
        }
    }

    /**
     * Closes what was running when its controller ended, and gives those rows as they are now. When they ended nobody
     * saw, so that stays unknown.
     */
    public List<OperationRow> interruptRunning() {
        List<Long> running = statements.all(
                "SELECT id FROM operations WHERE status = 'running' ORDER BY id", rows -> rows.getLong("id"));
        statements.update("UPDATE operations SET status = 'interrupted' WHERE status = 'running'");
        return running.stream().map(id -> find(id).orElseThrow()).toList();
    }

    /**
     * Rows of this action that ended and lack a measure, oldest first.
     *
     * @param refused code of the status of which no measure is wanted
     */
    public List<OperationRow> unmeasured(String action, String refused) {
        return statements.all(
                SELECT + " WHERE o.action = ? AND o.ended_at IS NOT NULL AND o.status <> ?"
                        + " AND (s.kind IS NULL OR l.kind IS NULL) ORDER BY o.id",
                OperationTable::read,
                action,
                refused);
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
                rows.getString("after_metrics"),
                Statements.instant(rows, "ended_at"),
                number(rows, "duration_ms"),
                measure(rows, "s_"),
                measure(rows, "l_"));
    }

    private static OperationMeasureRow measure(ResultSet rows, String prefix) throws SQLException {
        return rows.getString(prefix + "kind") == null
                ? null
                : new OperationMeasureRow(
                        rows.getLong(prefix + "operation_id"),
                        rows.getString(prefix + "kind"),
                        rows.getString(prefix + "state"),
                        Statements.instant(rows, prefix + "at"),
                        number(rows, prefix + "recover_ms"),
                        rows.getString(prefix + "reason"),
                        rows.getString(prefix + "facts"),
                        rows.getString(prefix + "metrics"));
    }

    private static Long number(ResultSet rows, String column) throws SQLException {
        long number = rows.getLong(column);
        return rows.wasNull() ? null : number;
    }
}
