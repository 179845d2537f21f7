package io.conclave.ensemble;

import java.util.List;
import java.util.Map;

/**
 * What {@code conf} tells.
 *
 * @param values every {@code name=value} in the server's order, without the membership
 * @param members the ensemble as this server knows it; empty before 3.5 and for a standalone server
 */
record ConfReply(Map<String, String> values, List<EnsembleMember> members) {

    /** Whether this server votes (its {@code peerType} is 0, participant); null where it does not say. */
    Boolean voter() {
        Long type = Numbers.whole(values.get("peerType"));
        return type == null ? null : Boolean.valueOf(type == 0);
    }
}
