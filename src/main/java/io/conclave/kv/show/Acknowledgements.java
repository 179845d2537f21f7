package io.conclave.kv.show;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * When the writes of one group were acknowledged, the last few of them: the longest time without any is how long the
 * group could not be used, as seen by who writes all the time.
 */
final class Acknowledgements {

    private static final int MOST = 2_000;

    private final Deque<Ack> acks = new ArrayDeque<>();

    /** One acknowledged write. */
    record Ack(Instant at, long nanos) {}

    /** A time without any, by the writes before and after it. */
    record Gap(Ack start, Ack end) {

        long nanos() {
            return end.nanos - start.nanos;
        }
    }

    void add(Instant at, long nanos) {
        acks.addLast(new Ack(at, nanos));
        if (acks.size() > MOST) {
            acks.removeFirst();
        }
    }

    Optional<Ack> last() {
        return Optional.ofNullable(acks.peekLast());
    }

    /** The longest time between two in a row, of which the second came at or after this moment. */
    Optional<Gap> longestSince(long nanos) {
        Gap longest = null;
        Ack before = null;
        for (Ack ack : acks) {
            if (before != null
                    && ack.nanos >= nanos
                    && (longest == null || ack.nanos - before.nanos > longest.nanos())) {
                longest = new Gap(before, ack);
            }
            before = ack;
        }
        return Optional.ofNullable(longest);
    }
}
