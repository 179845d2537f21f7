package io.conclave.kv.replica;

import io.conclave.kv.log.EpochStart;
import java.util.List;

/**
 * The last position up to which two logs of a group are the same, from the epochs in them (as Kafka's leader epochs do,
 * KIP-101). An epoch has one primary, which numbers its records in one run and is never primary of it again, so records
 * of the same epoch and position are the same, and so is all before them. The two logs share the last epoch that both
 * have up to where the shorter run of it ends, and nothing beyond: what follows is of different epochs. Pure.
 */
final class CommonPoint {

    private CommonPoint() {}

    /**
     * Finds it.
     *
     * @param ours our log's epochs, ascending
     * @param ourLast our log's last position
     * @param theirs the other log's
     * @param theirLast the other log's
     * @return 0 where they share nothing that is known one by one
     */
    static long of(List<EpochStart> ours, long ourLast, List<EpochStart> theirs, long theirLast) {
        int i = ours.size() - 1;
        int k = theirs.size() - 1;
        while (i >= 0 && k >= 0) {
            long epoch = ours.get(i).epoch();
            long other = theirs.get(k).epoch();
            if (epoch == other) {
                return Math.min(end(ours, i, ourLast), end(theirs, k, theirLast));
            }
            if (epoch > other) {
                i--;
            } else {
                k--;
            }
        }
        return 0;
    }

    private static long end(List<EpochStart> epochs, int index, long last) {
        return index + 1 < epochs.size() ? epochs.get(index + 1).firstPosition() - 1 : last;
    }
}
