package io.conclave.scheduler;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Places that were promised to uploads and are not yet taken. They count as load, so that uploads that run side by side
 * do not all go to the same node. A promise that nobody took or gave back within {@link #LONGEST} is dropped: the one
 * who asked never got the answer.
 */
final class Reservations {

    static final Duration LONGEST = Duration.ofMinutes(15);

    private record Place(long sizeBytes, long since) {}

    /** The open promises of one node, oldest first. */
    private static final class Promises {
        private final Deque<Place> places = new ArrayDeque<>();
        private long bytes;
    }

    private final LongSupplier nanoTime;
    private final Map<String, Promises> promised = new HashMap<>();

    Reservations(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Promises a place. */
    void promise(String node, long sizeBytes) {
        Promises open = open(node);
        open.places.addLast(new Place(sizeBytes, nanoTime.getAsLong()));
        open.bytes += sizeBytes;
    }

    /** A file has arrived: the promise of its size is fulfilled, or else the oldest, whose size was only a guess. */
    void taken(String node, long sizeBytes) {
        Promises open = open(node);
        for (Iterator<Place> each = open.places.iterator(); each.hasNext(); ) {
            if (each.next().sizeBytes() == sizeBytes) {
                each.remove();
                open.bytes -= sizeBytes;
                return;
            }
        }
        forget(open, open.places.pollFirst());
    }

    /** A place is given back: the newest, since the one that failed is likelier to have just begun. */
    void released(String node) {
        Promises open = open(node);
        forget(open, open.places.pollLast());
    }

    /** How many files are promised a place on the node. */
    long files(String node) {
        return open(node).places.size();
    }

    /** How many bytes those are, as far as it is known. */
    long bytes(String node) {
        return open(node).bytes;
    }

    private Promises open(String node) {
        Promises open = promised.computeIfAbsent(node, name -> new Promises());
        long now = nanoTime.getAsLong();
        while (!open.places.isEmpty() && now - open.places.peekFirst().since() > LONGEST.toNanos()) {
            forget(open, open.places.pollFirst());
        }
        return open;
    }

    private static void forget(Promises open, Place place) {
        if (place != null) {
            open.bytes -= place.sizeBytes();
        }
    }
}
