package io.conclave.kv.data;

import io.conclave.kv.replica.ReplicaOptions;
import io.conclave.kv.ring.GroupName;
import io.conclave.kv.rpc.RpcOptions;
import io.conclave.kv.znodes.CoordinationOptions;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a data member is run.
 *
 * @param group that it is a member of
 * @param coordination which ensemble, and where below it
 * @param rpc how it is reached
 * @param dataDir its folder, for it alone
 * @param minInSync the fewest in-sync members, itself among them, with which a primary takes writes
 * @param inSyncTimeout after which a silent standby is taken out of the in-sync set
 * @param fsync false only to measure what a sync costs: then a crash of the machine loses what was acknowledged
 * @param eventLoops on how many calls are taken
 * @param version of the program, as its status tells it
 */
public record DataSettings(
        String group,
        CoordinationOptions coordination,
        RpcOptions rpc,
        Path dataDir,
        int minInSync,
        Duration inSyncTimeout,
        boolean fsync,
        int eventLoops,
        String version) {

    private static final int MOST_EVENT_LOOPS = 64;

    /** Refuses what cannot work, by the name of the flag. */
    public DataSettings {
        GroupName.check(group);
        new ReplicaOptions("", group, 1, minInSync, inSyncTimeout);
        if (eventLoops < 1 || eventLoops > MOST_EVENT_LOOPS) {
            throw new IllegalArgumentException("--event-loops is 1 to " + MOST_EVENT_LOOPS + ", not " + eventLoops);
        }
    }
}
