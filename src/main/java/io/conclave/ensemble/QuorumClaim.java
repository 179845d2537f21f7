package io.conclave.ensemble;

import java.util.List;

/**
 * How many voters a server counts in the membership that it goes by.
 *
 * @param node which server
 * @param voters how many participants it lists
 */
record QuorumClaim(String node, int voters) {

    /** What a server's list of members comes to. */
    static QuorumClaim of(String node, List<EnsembleMember> members) {
        return new QuorumClaim(
                node, (int) members.stream().filter(EnsembleMember::voter).count());
    }
}
