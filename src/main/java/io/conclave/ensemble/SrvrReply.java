package io.conclave.ensemble;

import java.util.List;

/**
 * What {@code srvr} and {@code stat} tell; what the reply does not have is null.
 *
 * @param version the release, such as {@code 3.9.5}
 * @param mode {@code leader}, {@code follower}, {@code observer}, {@code standalone} or {@code read-only}
 * @param readOnly whether it says that it serves only read-only clients
 * @param latency request latency
 * @param received packets received from clients
 * @param sent packets sent to clients
 * @param connections open client connections, the asker's included
 * @param outstanding requests not yet answered
 * @param zxid last transaction that was applied
 * @param znodes nodes in the data tree
 * @param proposalSizes of a leader: bytes of the last, smallest and largest proposal, -1 where there was none
 * @param clients of {@code stat}: one for each client connection; else empty
 */
record SrvrReply(
        String version,
        String mode,
        boolean readOnly,
        Latency latency,
        Long received,
        Long sent,
        Long connections,
        Long outstanding,
        Zxid zxid,
        Long znodes,
        ProposalSizes proposalSizes,
        List<ClientConnection> clients) {

    /** Bytes of the last, smallest and largest proposal of a leader. */
    record ProposalSizes(long last, long min, long max) {}

    SrvrReply {
        clients = List.copyOf(clients);
    }
}
