package io.conclave.ensemble;

import java.util.Optional;

/**
 * Reads the page of the Prometheus provider: the text exposition format 0.0.4, one {@code name value} a line. Samples
 * with labels (quantiles, per-namespace counts) and comments are skipped; it throws for no text at all.
 */
final class PrometheusParser {

    /** Every ZooKeeper server has it, and hardly another program: the page must be one of a ZooKeeper server. */
    private static final String MARK = "znode_count";

    private PrometheusParser() {}

    /** The figures, by the names that {@code mntr} has too; empty where the page is not one of a ZooKeeper server. */
    static Optional<MntrReply> parse(String text) {
        MntrParser.Collector collector = new MntrParser.Collector();
        for (String line : ReplyLines.complete(text)) {
            int space = line.indexOf(' ');
            if (space > 0 && line.charAt(0) != '#') {
                int timestamp = line.indexOf(' ', space + 1);
                collector.add(
                        line.substring(0, space),
                        timestamp < 0 ? line.substring(space + 1) : line.substring(space + 1, timestamp));
            }
        }
        return Optional.of(collector.reply()).filter(reply -> reply.values().containsKey(MARK));
    }
}
