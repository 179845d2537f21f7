package io.conclave.kv.server;

import io.conclave.kv.ring.GroupName;
import io.conclave.kv.ring.HashRing;
import io.conclave.kv.rpc.RpcOptions;
import io.conclave.kv.znodes.CoordinationOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * How a server is run.
 *
 * @param coordination which ensemble, and where below it
 * @param rpc how it is reached
 * @param dataDir its folder, for it alone
 * @param virtualNodes of a ring that it is the first to make, 1 to 1,024
 * @param firstGroups that such a ring begins with; none has it begin with the first ones that have a primary
 * @param inspectLimit how long a member may take to say where its log stands
 * @param version of the program, as its status tells it
 */
public record ServerSettings(
        CoordinationOptions coordination,
        RpcOptions rpc,
        Path dataDir,
        int virtualNodes,
        Set<String> firstGroups,
        Duration inspectLimit,
        String version) {

    /** Refuses what cannot work, by the name of the flag. */
    public ServerSettings {
        if (virtualNodes < 1 || virtualNodes > HashRing.MOST_VIRTUAL_NODES) {
            throw new IllegalArgumentException(
                    "--virtual-nodes is 1 to " + HashRing.MOST_VIRTUAL_NODES + ", not " + virtualNodes);
        }
        firstGroups = Set.copyOf(firstGroups);
        firstGroups.forEach(GroupName::check);
    }
}
