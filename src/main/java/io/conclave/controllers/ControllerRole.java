package io.conclave.controllers;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a controller is to the others. */
public enum ControllerRole {
    /** It acts: everything that changes something is its. */
    ACTIVE,
    /** It holds the lock and is taking office, or is leaving it. */
    CHANGING,
    /** It waits for the lock; it shows what the active one sends, and hands commands on to it. */
    STANDBY,
    /** It takes no part, for a reason; it shows what it can still see. */
    DETACHED;

    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
