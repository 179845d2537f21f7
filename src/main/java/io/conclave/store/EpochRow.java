package io.conclave.store;

import java.time.Instant;

/**
 * The row of {@code controller_epoch}.
 *
 * @param epoch the one whose writes are accepted, 1 or more
 * @param controller whose it is, or {@link #NOBODY}
 * @param updatedAt when it was raised
 */
public record EpochRow(long epoch, String controller, Instant updatedAt) {

    /** In place of a controller, before one was active. */
    public static final String NOBODY = "none";

    /** Whether a controller is or was active. */
    public boolean isTaken() {
        return !controller.equals(NOBODY);
    }
}
