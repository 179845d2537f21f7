package io.conclave.kv.show;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * One change of a group's primary, told anew at each step.
 *
 * @param id counts them, from 1 since the start of this controller
 * @param group which
 * @param at when it began
 * @param cause what began it
 * @param from the primary that was lost, or null where there was none
 * @param to the new one, or null while there is none
 * @param epochBefore the lost primary's epoch
 * @param epoch the new primary's, or null
 * @param state how it stands
 * @param steps what has happened so far, in order
 * @param unavailableMs the time between the last write acknowledged before and the first one after, as the checker saw
 *     it; null while it lasts or where there is no checker
 * @param lost acknowledged writes that were missing afterwards: must be 0; null while it lasts or without a checker
 */
public record Failover(
        long id,
        String group,
        Instant at,
        Cause cause,
        String from,
        String to,
        long epochBefore,
        Long epoch,
        State state,
        List<Step> steps,
        Long unavailableMs,
        Long lost) {

    public Failover {
        steps = List.copyOf(steps);
    }

    /** What began it. */
    public enum Cause {
        KILLED,
        PAUSED,
        STOPPED,
        RESTARTED,
        /** The primary was gone or replaced, and nobody here had done anything to it. */
        VANISHED;

        /** The name in topics and REST. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How it stands. */
    public enum State {
        UNDER_WAY,
        DONE,
        /** The primary came back before it was given up. */
        AVERTED;

        /** The name in topics and REST. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What can happen. */
    public enum What {
        /** The primary was killed, paused or stopped, or was seen to be gone. */
        LOST,
        /** Its session with ZooKeeper is over. */
        EXPIRED,
        /** The master has promoted another member. */
        PROMOTED,
        /** The checker's first write was acknowledged. */
        ACKNOWLEDGED;

        /** The name in topics and REST. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One thing that happened.
     *
     * @param what it was
     * @param at when
     * @param afterMs since the beginning
     * @param seen whether that is when it was seen, which may be a quarter of a second after it happened
     */
    public record Step(What what, Instant at, long afterMs, boolean seen) {}
}
