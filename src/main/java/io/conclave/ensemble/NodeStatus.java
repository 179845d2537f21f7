package io.conclave.ensemble;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of one node. Absent figures are null, never zero; {@code missing} says why.
 *
 * @param id the node's name
 * @param host where it is asked
 * @param port its client port
 * @param role what it is to the ensemble
 * @param state code of why: {@code serving}, {@code not_serving}, {@code refused}, {@code hung}, …
 * @param health how it is, in one word
 * @param reason the sentence for {@code state}, English
 * @param reasonZh the sentence for {@code state}, Chinese
 * @param zxid last transaction it has seen, as {@code 0x} and 16 or fewer hexadecimal digits
 * @param epoch upper 32 bits of the zxid: which leader's term
 * @param counter lower 32 bits of the zxid: which transaction of that term
 * @param latencyMs request latency, milliseconds
 * @param connections open client connections
 * @param outstanding requests received and not yet answered
 * @param znodes nodes in its data tree
 * @param watches watches that clients have set
 * @param version ZooKeeper's version, such as {@code 3.9.5}
 * @param upSince since when it answers: when it was first seen answering after it had been down or, where the server
 *     tells its own uptime, the earlier moment that this comes to
 * @param voter whether it counts for the quorum (an observer does not)
 * @param drained whether an operator took it out of the placement of files
 * @param drainReason what the operator gave as the reason, or null
 * @param drainedAt when, or null
 * @param respondedAt when it last answered anything, or null
 * @param sources for each figure that is present, who said it and when
 * @param missing for each figure that is absent though wanted, why
 */
public record NodeStatus(
        String id,
        String host,
        int port,
        Role role,
        NodeCondition state,
        Health health,
        String reason,
        String reasonZh,
        String zxid,
        Long epoch,
        Long counter,
        Latency latencyMs,
        Long connections,
        Long outstanding,
        Long znodes,
        Long watches,
        String version,
        Instant upSince,
        boolean voter,
        boolean drained,
        String drainReason,
        Instant drainedAt,
        Instant respondedAt,
        Map<String, FigureSource> sources,
        Map<String, MissingFigure> missing) {

    public NodeStatus {
        sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
        missing = Collections.unmodifiableMap(new LinkedHashMap<>(missing));
    }
}
