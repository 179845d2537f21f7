package io.conclave.store;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The table {@code outbox}: znode writes in the order in which they were decided. */
public final class OutboxTable {

    private final Statements statements;

    OutboxTable(Statements statements) {
        this.statements = statements;
    }

    /** Adds a write at the end. */
    public void add(OutboxRow.Kind kind, String fileId, String payload, Instant at) {
        statements.update(
                "INSERT INTO outbox (id, kind, file_id, payload, created_at) SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?"
                        + " FROM outbox",
                kind.name().toLowerCase(Locale.ROOT),
                fileId,
                payload,
                at);
    }

    /** The first writes in order. */
    public List<OutboxRow> next(int limit) {
        return statements.all(
                "SELECT id, kind, file_id, payload FROM outbox ORDER BY id LIMIT ?",
                rows -> new OutboxRow(
                        rows.getLong("id"),
                        OutboxRow.Kind.valueOf(rows.getString("kind").toUpperCase(Locale.ROOT)),
                        rows.getString("file_id"),
                        rows.getString("payload")),
                limit);
    }

    /** Forgets a write that is known to be applied. */
    public void remove(long id) {
        statements.update("DELETE FROM outbox WHERE id = ?", id);
    }

    /** How many writes wait. */
    public long size() {
        return statements.number("SELECT count(*) FROM outbox");
    }
}
