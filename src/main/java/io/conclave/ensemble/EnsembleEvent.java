package io.conclave.ensemble;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * One change that a person would want to see in a list.
 *
 * @param kind what happened
 * @param node to which node, or null where it concerns the ensemble
 * @param from what it was before, or null
 * @param to what it is now, or null
 * @param message the sentence, English
 * @param messageZh the sentence, Chinese
 */
public record EnsembleEvent(Kind kind, String node, String from, String to, String message, String messageZh) {

    /** What happened. */
    public enum Kind {
        ROLE_CHANGED,
        /** Answers after it had been down. */
        STARTED,
        /** Went down. */
        STOPPED,
        HUNG,
        LEADER_CHANGED,
        QUORUM_LOST,
        QUORUM_REGAINED,
        DRAINED,
        UNDRAINED;

        /** The name on the wire. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
