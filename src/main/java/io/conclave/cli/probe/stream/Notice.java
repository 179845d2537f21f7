package io.conclave.cli.probe.stream;

import io.conclave.bus.ControllerRef;
import java.time.Duration;

/** What a person should know of the feed itself, beside what it brings. */
public sealed interface Notice extends FeedItem {

    /** The sentence, English. Names in it come from outside and are as they came. */
    String sentence();

    /** All topics stand where the controller stands; what comes now is live. */
    record Live(String where) implements Notice {
        @Override
        public String sentence() {
            return "connected to " + where;
        }
    }

    /** The connection is gone, and is tried again. */
    record Lost(String why, Duration retryIn) implements Notice {
        @Override
        public String sentence() {
            return why + "; trying again in %.1f s".formatted(retryIn.toMillis() / 1e3);
        }
    }

    /**
     * Numbers were skipped.
     *
     * @param first the first number that was missed
     * @param last the last one
     * @param found how many of them a snapshot told
     */
    record Gap(String topic, long first, long last, long found) implements Notice {
        @Override
        public String sentence() {
            long all = last - first + 1;
            String which = first == last ? Long.toString(first) : first + " to " + last;
            String then = found == all
                    ? "read again from the snapshot"
                    : found == 0
                            ? "no snapshot has " + (all == 1 ? "it" : "them")
                            : found + " of " + all + " read again from the snapshot";
            return "gap on " + topic + ": " + which + " missed, " + then;
        }
    }

    /** Another controller speaks, whose numbers begin anew. */
    record OtherController(ControllerRef before, ControllerRef now) implements Notice {
        @Override
        public String sentence() {
            return "the controller was " + name(before) + " and is now " + name(now);
        }

        private static String name(ControllerRef controller) {
            return controller.id() + " (epoch " + controller.epoch() + ")";
        }
    }

    /** Messages were let go, since what they are written to takes them too slowly. */
    record Dropped(String topic, long count) implements Notice {
        @Override
        public String sentence() {
            return count + " of " + topic + " dropped: the output is too slow";
        }
    }

    /** A recording does not go on though it was not ended in order. */
    record CutOff(String file, long line) implements Notice {
        @Override
        public String sentence() {
            return file + " is cut off in line " + line + "; all before it was replayed";
        }
    }
}
