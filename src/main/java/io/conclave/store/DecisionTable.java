package io.conclave.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code decisions}: what the scheduler decided, with what it was computed from. */
public final class DecisionTable {

    private static final String COLUMNS = "id, plan_id, input_hash, inputs, plan, created_at";

    private final Statements statements;

    DecisionTable(Statements statements) {
        this.statements = statements;
    }

    /** Adds a row. */
    public void insert(String planId, String inputHash, String inputs, String plan, Instant at) {
        statements.update(
                "INSERT INTO decisions (" + COLUMNS + ") SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ? FROM decisions",
                planId,
                inputHash,
                inputs,
                plan,
                at);
    }

    /** The row of this plan. */
    public Optional<DecisionRow> find(String planId) {
        return statements.first("SELECT " + COLUMNS + " FROM decisions WHERE plan_id = ?", DecisionTable::read, planId);
    }

    /** Rows, newest first, older than {@code before} where that is not null. */
    public List<DecisionRow> page(int limit, Long before) {
        return statements.all(
                "SELECT " + COLUMNS + " FROM decisions WHERE id < ? ORDER BY id DESC LIMIT ?",
                DecisionTable::read,
                before == null ? Long.MAX_VALUE : before,
                limit);
    }

    /** Deletes all but the newest rows. */
    public void trim(int keep) {
        statements.update("DELETE FROM decisions WHERE id <= (SELECT max(id) FROM decisions) - ?", keep);
    }

    private static DecisionRow read(ResultSet rows) throws SQLException {
        return new DecisionRow(
                rows.getLong("id"),
                rows.getString("plan_id"),
                rows.getString("input_hash"),
                rows.getString("inputs"),
                rows.getString("plan"),
                Statements.instant(rows, "created_at"));
    }
}
