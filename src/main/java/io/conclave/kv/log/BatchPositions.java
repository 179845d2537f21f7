package io.conclave.kv.log;

import java.util.Arrays;

/**
 * Where in the file batches begin: of one each 64 KiB or so. What is between is found by reading on from there. For any
 * thread.
 */
final class BatchPositions {

    private static final long STEP_BYTES = 64 << 10;

    private long[] positions = new long[64];
    private long[] places = new long[64];
    private int count;
    private long firstPlace = LogFile.Head.BYTES;

    /** A batch, whose first record has this position, begins at this place of the file. */
    synchronized void note(long position, long place) {
        if (count > 0 && place - places[count - 1] < STEP_BYTES) {
            return;
        }
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, count * 2);
            places = Arrays.copyOf(places, count * 2);
        }
        positions[count] = position;
        places[count++] = place;
    }

    /** The snapshot section of the file ends here: batches begin after it. */
    synchronized void beginAt(long place) {
        firstPlace = place;
    }

    /** Where the snapshot section of the file ends. */
    synchronized long firstPlace() {
        return firstPlace;
    }

    /** A place at which a batch or a sync mark begins that is at or before the batch with this position. */
    synchronized long placeBefore(long position) {
        int found = Arrays.binarySearch(positions, 0, count, position);
        int at = found >= 0 ? found : -found - 2;
        return at < 0 ? firstPlace : places[at];
    }

    /** All batches that begin at this place or after it are gone. */
    synchronized void truncateFrom(long place) {
        while (count > 0 && places[count - 1] >= place) {
            count--;
        }
    }
}
