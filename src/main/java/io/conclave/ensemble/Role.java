package io.conclave.ensemble;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Sentence;
import java.util.Locale;

/** What a server is to its ensemble, as far as it is known. */
public enum Role {
    LEADER("the leader", "领导者"),
    FOLLOWER("a follower", "跟随者"),
    OBSERVER("an observer", "观察者"),
    STANDALONE("a server of its own", "单机"),
    /** It runs and answers, but takes part in no quorum: it is in an election or cannot reach its peers. */
    LOOKING("looking for a leader", "选举中"),
    /** Nothing listens on its port. */
    DOWN("down", "停机"),
    /** It does not say, or does not answer. */
    UNKNOWN("of unknown role", "未知");

    private final Sentence words;

    Role(String english, String chinese) {
        words = new Sentence(english, chinese);
    }

    /** What it is, as a part of a sentence. */
    Sentence words() {
        return words;
    }

    /** The name on the wire. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that name on the wire. */
    static Role of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
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
