package io.conclave.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table {@code tasks}: demo tasks. */
public final class TaskTable {

    private static final String COLUMNS = "id, status, payload, created_at, updated_at";

    private final Statements statements;

    TaskTable(Statements statements) {
        this.statements = statements;
    }

    /** Adds a row. */
    public TaskRow insert(String status, String payload, Instant at) {
        TaskRow row = new TaskRow(1 + statements.number("SELECT max(id) FROM tasks"), status, payload, at, at);
        statements.update(
                "INSERT INTO tasks (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?)", row.id(), status, payload, at, at);
        return row;
    }

    /** Takes a task from one status to another; false where it is gone or was not in the first. */
    public boolean advance(long id, String from, String to, Instant at) {
        return statements.update(
                        "UPDATE tasks SET status = ?, updated_at = ? WHERE id = ? AND status = ?", to, at, id, from)
                == 1;
    }

    /** The row of this number. */
    public Optional<TaskRow> find(long id) {
        return statements.first("SELECT " + COLUMNS + " FROM tasks WHERE id = ?", TaskTable::read, id);
    }

    /**
     * Rows, newest first.
     *
     * @param status the only one, or null for all
     * @param before only rows with a smaller id, or null for all
     */
    public List<TaskRow> newest(int limit, String status, Long before) {
        StringBuilder sql = new StringBuilder("SELECT " + COLUMNS + " FROM tasks WHERE 1 = 1");
        List<Object> arguments = new ArrayList<>();
        if (status != null) {
            sql.append(" AND status = ?");
            arguments.add(status);
        }
        if (before != null) {
            sql.append(" AND id < ?");
            arguments.add(before);
        }
        arguments.add(limit);
        return statements.all(sql.append(" ORDER BY id DESC LIMIT ?").toString(), TaskTable::read, arguments.toArray());
    }

    /** Rows of one status, oldest first. */
    public List<TaskRow> oldest(int limit, String status) {
        return statements.all(
                "SELECT " + COLUMNS + " FROM tasks WHERE status = ? ORDER BY id LIMIT ?",
                TaskTable::read,
                status,
                limit);
    }

    /** How many rows there are of each status that has any. */
    public Map<String, Long> countByStatus() {
        Map<String, Long> counts = new LinkedHashMap<>();
        statements.each(
                "SELECT status, count(*) AS rows_of FROM tasks GROUP BY status ORDER BY status",
                rows -> Map.entry(rows.getString("status"), rows.getLong("rows_of")),
                entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    /**
     * Deletes the oldest rows of this status until {@code keep} rows of all statuses are left, or none of the status
     * is.
     */
    public int deleteOldest(String status, int keep) {
        long excess = statements.number("SELECT count(*) FROM tasks") - keep;
        return excess <= 0
                ? 0
                : statements.update(
                        "DELETE FROM tasks WHERE id IN (SELECT id FROM tasks WHERE status = ? ORDER BY id LIMIT ?)",
                        status,
                        excess);
    }

    private static TaskRow read(ResultSet rows) throws SQLException {
        return new TaskRow(
                rows.getLong("id"),
                rows.getString("status"),
                rows.getString("payload"),
                Statements.instant(rows, "created_at"),
                Statements.instant(rows, "updated_at"));
    }
}
