package io.conclave.control;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.ensemble.Role;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * How far a rolling restart is.
 *
 * @param operationId its row in the audit trail
 * @param actor who asked
 * @param status how it stands
 * @param startedAt when it began
 * @param endedAt when it ended, or null
 * @param steps one for each server, in the order in which they are restarted
 * @param reason what stopped it, English, or null
 * @param reasonZh what stopped it, Chinese, or null
 */
public record RollingProgress(
        long operationId,
        String actor,
        Status status,
        Instant startedAt,
        Instant endedAt,
        List<Step> steps,
        String reason,
        String reasonZh) {

    public RollingProgress {
        steps = List.copyOf(steps);
    }

    /** How a rolling restart stands. */
    public enum Status {
        RUNNING,
        /** The server under way is seen through, then it ends. */
        CANCELLING,
        OK,
        FAILED,
        CANCELLED;

        /** Whether it goes on. */
        public boolean isUnderWay() {
            return this == RUNNING || this == CANCELLING;
        }

        /** The name on the wire. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far one server is. */
    public enum Phase {
        WAITING,
        RESTARTING,
        /** Its process is back; it does not serve yet, or lacks transactions. */
        CATCHING_UP,
        DONE,
        FAILED,
        /** The restart ended before its turn came. */
        NOT_REACHED;

        /** The name on the wire. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One server.
     *
     * @param node which
     * @param role what it was when its turn came, or is while it waits
     * @param phase how far it is
     * @param startedAt when its turn came, or null
     * @param endedAt when it was done, or null
     * @param reason what it waits for or what went wrong, English, or null
     * @param reasonZh the same, Chinese
     */
    public record Step(
            String node, Role role, Phase phase, Instant startedAt, Instant endedAt, String reason, String reasonZh) {}
}
