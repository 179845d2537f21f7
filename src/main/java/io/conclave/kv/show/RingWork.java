package io.conclave.kv.show;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;

/**
 * A change of the ring that is under way.
 *
 * @param kind what is changed
 * @param group the group that comes or goes, or null
 * @param step what is being done
 * @param done hand-overs that are done
 * @param total hand-overs that there are, or 0 before the ring begins to change
 * @param since when it was begun
 * @param problem what stands against it, or null
 */
public record RingWork(Kind kind, String group, Step step, int done, int total, Instant since, String problem) {

    /** What is changed. */
    public enum Kind {
        ADD_GROUP,
        REMOVE_GROUP,
        VIRTUAL_NODES;

        /** The name in topics and REST. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is being done. */
    public enum Step {
        /** The processes of a new group begin, and one of them becomes primary. */
        STARTING,
        /** Arcs change hands. */
        MOVING,
        /** The processes of a group without arcs end. */
        ENDING;

        /** The name in topics and REST. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
