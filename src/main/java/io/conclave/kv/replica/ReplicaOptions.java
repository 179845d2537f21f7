package io.conclave.kv.replica;

import java.time.Duration;

/**
 * How a member behaves in its group.
 *
 * @param cluster the cluster's random id
 * @param group the group's name
 * @param number the member's number in its group
 * @param minInSync the fewest in-sync members, the primary among them, with which writes are taken
 * @param inSyncTimeout a standby that has not answered for so long is taken out of the in-sync set
 */
public record ReplicaOptions(String cluster, String group, int number, int minInSync, Duration inSyncTimeout) {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final int MOST_IN_SYNC = 100;

    /** Refuses what cannot work, by the name of the flag. */
    public ReplicaOptions {
        if (minInSync < 1 || minInSync > MOST_IN_SYNC) {
            throw new IllegalArgumentException("--min-in-sync is 1 to " + MOST_IN_SYNC + ", not " + minInSync);
        }
        if (inSyncTimeout.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "--in-sync-timeout-ms is at least " + SHORTEST.toMillis() + ", not " + inSyncTimeout.toMillis());
        }
    }
}
