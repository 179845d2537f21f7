package io.conclave.ensemble;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a server is to its ensemble, as far as it is known. */
public enum Role {
    LEADER,
    FOLLOWER,
    OBSERVER,
    STANDALONE,
    /** It runs and answers, but takes part in no quorum: it is in an election or cannot reach its peers. */
    LOOKING,
    /** Nothing listens on its port. */
    DOWN,
    /** It does not say, or does not answer. */
    UNKNOWN;

    /** The name on the wire. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it serves clients in this role. */
    public boolean serves() {
        return this == LEADER || this == FOLLOWER || this == OBSERVER || this == STANDALONE;
    }

    /**
     * The role behind a server's own word for its mode. A read-only server has lost the quorum and looks for it.
     *
     * @param mode as {@code srvr} prints it behind {@code Mode:}, or null
     */
    static Role ofMode(String mode) {
        if (mode == null) {
            return UNKNOWN;
        }
        return switch (mode.strip()) {
            case "leader" -> LEADER;
            case "follower" -> FOLLOWER;
            case "observer" -> OBSERVER;
            case "standalone" -> STANDALONE;
            case "read-only" -> LOOKING;
            default -> UNKNOWN;
        };
    }
}
