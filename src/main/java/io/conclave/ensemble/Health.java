package io.conclave.ensemble;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a node is, in one word. */
public enum Health {
    /** Serves. */
    HEALTHY,
    /** Answers, but does not serve or not all of it can be read. */
    DEGRADED,
    /** Accepts connections and does not answer: told apart from down, since what helps is another thing. */
    HUNG,
    /** Does not run, or cannot be reached. */
    DOWN,
    /** Not asked yet, or what it says cannot be read. */
    UNKNOWN;

    /** The name on the wire. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
