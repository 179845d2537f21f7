package io.conclave.store;

import io.conclave.bus.ControllerRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * The tables {@code controller_epoch}, one row with the fencing token below which no write is accepted, and
 * {@code controller_terms}, a row for each controller that was active.
 */
public final class EpochTable {

    /** Reads the one row. */
    static final String ACCEPTED = "SELECT epoch, controller, updated_at FROM controller_epoch WHERE id = 1";

    private final Statements statements;

    EpochTable(Statements statements) {
        this.statements = statements;
    }

    /** Whose writes are accepted. */
    public EpochRow accepted() {
        return statements.first(ACCEPTED, EpochTable::read).orElseThrow();
    }

    /** Whose writes are accepted, now and until this transaction ends. */
    EpochRow locked() {
        return statements
                .first(statements.engine().lockingEpoch(), EpochTable::read)
                .orElseThrow();
    }

    /**
     * Raises it for a new active controller.
     *
     * @return false where it is already higher, or another controller has this one; nothing is changed then
     */
    public boolean raise(long epoch, String controller, Instant at) {
        boolean raised = statements.update(
                        "UPDATE controller_epoch SET epoch = ?, controller = ?, updated_at = ? WHERE id = 1"
                                + " AND (epoch < ? OR epoch = ? AND controller IN (?, ?))",
                        epoch,
                        controller,
                        at,
                        epoch,
                        epoch,
                        controller,
                        EpochRow.NOBODY)
                == 1;
        if (raised) {
            statements.update(
                    "INSERT INTO controller_terms (epoch, controller, began_at, last_commit) VALUES (?, ?, ?, 0)"
                            + " ON CONFLICT (epoch) DO NOTHING",
                    epoch,
                    controller,
                    at);
        }
        return raised;
    }

    /** Raises it by one for a new active controller, whoever else tries the same; gives the new one. */
    public long raiseByOne(String controller, Instant at) {
        // Locks the row before it is read, so that no two read the same.
        statements.update("UPDATE controller_epoch SET controller = ? WHERE id = 1", EpochRow.NOBODY);
        long next = accepted().epoch() + 1;
        raise(next, controller, at);
        return next;
    }

    /** Gives this transaction's commit a number, so that it can be looked for where its answer is lost. */
    void number(ControllerRef term, long commit) {
        statements.update("UPDATE controller_terms SET last_commit = ? WHERE epoch = ?", commit, term.epoch());
    }

    /** Whether that was the term's last commit; waits for one that is on its way. */
    boolean isLast(ControllerRef term, long commit) {
        // Picked by its epoch alone: a row that is picked by a value is not waited for while it has another one.
        statements.update("UPDATE controller_terms SET last_commit = last_commit WHERE epoch = ?", term.epoch());
        return statements.number("SELECT last_commit FROM controller_terms WHERE epoch = ?", term.epoch()) == commit;
    }

    private static EpochRow read(ResultSet rows) throws SQLException {
        return new EpochRow(
                rows.getLong("epoch"), rows.getString("controller"), Statements.instant(rows, "updated_at"));
    }
}
