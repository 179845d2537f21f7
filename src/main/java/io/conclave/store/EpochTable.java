package io.conclave.store;

import java.time.Instant;

/** The table {@code controller_epoch}: one row with the fencing token below which no write is accepted. */
public final class EpochTable {

    private final Statements statements;

    EpochTable(Statements statements) {
        this.statements = statements;
    }

    /** The lowest epoch whose writes are accepted, 1 or more. */
    public long current() {
        return statements.number("SELECT epoch FROM controller_epoch WHERE id = 1");
    }

    /** Raises it for a new active controller; false where it is already higher. */
    public boolean raise(long epoch, String controller, Instant at) {
        return statements.update(
                        "UPDATE controller_epoch SET epoch = ?, controller = ?, updated_at = ? WHERE id = 1 AND epoch <="
                                + " ?",
                        epoch,
                        controller,
                        at,
                        epoch)
                == 1;
    }
}
