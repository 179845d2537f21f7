package io.conclave.scheduler;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.conclave.bus.Sentence;
import io.conclave.storage.StorageReason;
import java.time.Instant;
import java.util.List;

/**
 * What a plan knows of one node.
 *
 * @param node its name
 * @param files how many it has
 * @param bytes sum of their sizes
 * @param drained whether an operator took it out
 * @param drainReason what the operator gave, or null
 * @param drainedAt when, or null
 * @param standing whether it serves
 * @param storage whether its folder answers; one that does not is neither source nor target
 * @param storageReason why it does not, or null where it does, or where an older decision did not say
 * @param roomBytes how much more its disk takes, {@link #quantised}, or null where that is not known, which never
 *     stands against a move: the copy itself finds out
 * @param weight its share under {@code weighted}, else 1
 * @param latencyMs its band under {@code latency}, null under the others and where it is not known
 * @param newest as many of its newest free files as the plan read
 */
record NodeInputs(
        String node,
        long files,
        long bytes,
        boolean drained,
        String drainReason,
        Instant drainedAt,
        Standing standing,
        boolean storage,
        StorageReason storageReason,
        Long roomBytes,
        double weight,
        Double latencyMs,
        List<PlanFile> newest) {

    private static final int KEPT_BITS = 5;

    NodeInputs {
        newest = List.copyOf(newest);
    }

    /** Whether it may be given files. */
    @JsonIgnore
    boolean eligible() {
        return !drained && standing == Standing.UP && storage;
    }

    /** Why its storage is not used, in words. */
    @JsonIgnore
    Sentence storageWhy() {
        return storageReason == null ? new Sentence("it does not answer", "没有应答") : Sentence.of(storageReason);
    }

    /** Whether a file of this size has room. */
    boolean hasRoomFor(long sizeBytes) {
        return roomBytes == null || roomBytes >= sizeBytes;
    }

    NodeInputs withAvailability(boolean otherDrained, Standing otherStanding) {
        return new NodeInputs(
                node,
                files,
                bytes,
                otherDrained,
                otherDrained ? drainReason : null,
                otherDrained ? drainedAt : null,
                otherStanding,
                storage,
                storageReason,
                roomBytes,
                weight,
                latencyMs,
                newest);
    }

    /** @param against why its storage takes no files, or null where it does */
    NodeInputs withStorage(StorageReason against) {
        return new NodeInputs(
                node,
                files,
                bytes,
                drained,
                drainReason,
                drainedAt,
                standing,
                against == null,
                against,
                roomBytes,
                weight,
                latencyMs,
                newest);
    }

    NodeInputs withHeld(long otherFiles, long otherBytes) {
        return new NodeInputs(
                node,
                otherFiles,
                otherBytes,
                drained,
                drainReason,
                drainedAt,
                standing,
                storage,
                storageReason,
                roomBytes,
                weight,
                latencyMs,
                newest);
    }

    NodeInputs withRoom(long otherBytes) {
        return new NodeInputs(
                node,
                files,
                bytes,
                drained,
                drainReason,
                drainedAt,
                standing,
                storage,
                storageReason,
                otherBytes,
                weight,
                latencyMs,
                newest);
    }

    NodeInputs withNewest(List<PlanFile> read) {
        return new NodeInputs(
                node,
                files,
                bytes,
                drained,
                drainReason,
                drainedAt,
                standing,
                storage,
                storageReason,
                roomBytes,
                weight,
                latencyMs,
                read);
    }

    /**
     * Room as a plan sees it: rounded down to its five highest bits, so at most 1/16 less than there is. Free bytes
     * change with everything that is written to a disk; unrounded, each such write would be another plan.
     */
    static long quantised(long roomBytes) {
        if (roomBytes <= 0) {
            return 0;
        }
        int dropped = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(roomBytes) - KEPT_BITS);
        return roomBytes >> dropped << dropped;
    }
}
