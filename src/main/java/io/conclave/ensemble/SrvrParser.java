package io.conclave.ensemble;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the replies of {@code srvr} and {@code stat}, of 3.4 to 3.9. Lines that are unknown, damaged or incomplete are
 * skipped, so that what they would have told is absent; it throws for no text at all.
 */
final class SrvrParser {

    private SrvrParser() {}

    /** Reads what there is. */
    static SrvrReply parse(String text) {
        Map<String, String> fields = new HashMap<>();
        List<ClientConnection> clients = new ArrayList<>();
        boolean readOnly = false;
        for (String line : ReplyLines.complete(text)) {
            int colon = line.indexOf(": ");
            if (line.startsWith(" ")) {
                ClientConnection client = ConsParser.connection(line);
                if (client != null) {
                    clients.add(client);
                }
            } else if (line.startsWith("READ-ONLY mode")) {
                readOnly = true;
            } else if (colon > 0) {
                fields.putIfAbsent(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        return new SrvrReply(
                ServerVersion.of(fields.get("Zookeeper version")),
                fields.get("Mode"),
                readOnly,
                latency(fields.get("Latency min/avg/max")),
                Numbers.whole(fields.get("Received")),
                Numbers.whole(fields.get("Sent")),
                Numbers.whole(fields.get("Connections")),
                Numbers.whole(fields.get("Outstanding")),
                Zxid.parse(fields.get("Zxid")),
                Numbers.whole(fields.get("Node count")),
                proposalSizes(fields.get("Proposal sizes last/min/max")),
                clients);
    }

    private static Latency latency(String text) {
        String[] parts = parts(text);
        Double min = Numbers.decimal(parts[0]);
        Double avg = Numbers.decimal(parts[1]);
        Double max = Numbers.decimal(parts[2]);
        return min == null || avg == null || max == null ? null : new Latency(min, avg, max);
    }

    private static SrvrReply.ProposalSizes proposalSizes(String text) {
        String[] parts = parts(text);
        Long last = Numbers.whole(parts[0]);
        Long min = Numbers.whole(parts[1]);
        Long max = Numbers.whole(parts[2]);
        return last == null || min == null || max == null ? null : new SrvrReply.ProposalSizes(last, min, max);
    }

    /** The three parts of {@code a/b/c}; nulls where there are not three. */
    private static String[] parts(String text) {
        String[] parts = text == null ? new String[0] : text.split("/", -1);
        return parts.length == 3 ? parts : new String[3];
    }
}
