package io.conclave.scheduler;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a round that came by itself ended. */
public enum RoundEnd {
    /** Files moved. */
    MOVED,
    /** There was nothing to move. */
    IDLE,
    /** The scheduler is switched off, so nothing was tried. */
    PAUSED,
    /** Files should have moved, and none did. */
    FAILED;

    /** How a round ended that did this. */
    static RoundEnd of(RoundResult result) {
        if (result.executed()) {
            return MOVED;
        }
        return result.before().shouldMigrate() ? FAILED : IDLE;
    }

    /** The name on the wire. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the scheduler did what it is there for. */
    public boolean isGood() {
        return this != FAILED;
    }
}
