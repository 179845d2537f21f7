package io.conclave.store;

import java.time.Instant;
import java.util.Optional;

/** The table {@code settings}: what was changed while running and outlives a restart. */
public final class SettingTable {

    private final Statements statements;

    SettingTable(Statements statements) {
        this.statements = statements;
    }

    /** The value of this name. */
    public Optional<String> get(String name) {
        return statements.first("SELECT value FROM settings WHERE name = ?", rows -> rows.getString(1), name);
    }

    /** Adds or replaces a value. */
    public void put(String name, String value, Instant at) {
        statements.update(
                "INSERT INTO settings (name, value, updated_at) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET value ="
                        + " excluded.value, updated_at = excluded.updated_at",
                name,
                value,
                at);
    }
}
