package io.conclave.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ensemble at one moment, read out of the metrics that the audit trail keeps. Rows outlive versions, so what is not
 * there or cannot be read is null.
 *
 * @param leader id of the leader, or null
 * @param voters servers that vote, or null
 * @param needed how many of them make a majority, or null
 * @param up how many of them serve, or null
 * @param quorumHeld whether there is a leader with a majority behind it, or null
 * @param nodes every node by its id, in their order
 */
record Moment(String leader, Long voters, Long needed, Long up, Boolean quorumHeld, Map<String, Moment.Node> nodes) {

    /** A moment of which nothing is known. */
    static final Moment UNKNOWN = new Moment(null, null, null, null, null, Map.of());

    private static final int ZXID_COUNTER_BITS = 32;
    private static final long ZXID_COUNTER_MASK = 0xffff_ffffL;

    /**
     * One node.
     *
     * @param serves whether it is healthy in a role in which clients are served
     * @param role code of its role
     * @param health code of how it is
     * @param zxid its newest transaction, or null
     * @param outstanding requests not yet answered, or null
     * @param files files that it holds, or null
     * @param respondedAt when it last answered, or null
     */
    record Node(
            boolean serves, String role, String health, Long zxid, Long outstanding, Long files, Instant respondedAt) {

        /** The term of its newest transaction. */
        long epoch() {
            return zxid >>> ZXID_COUNTER_BITS;
        }

        /** Which transaction of that term. */
        long counter() {
            return zxid & ZXID_COUNTER_MASK;
        }
    }

    static Moment of(JsonNode metrics) {
        if (metrics == null || !metrics.isObject()) {
            return UNKNOWN;
        }
        Map<String, Node> nodes = new LinkedHashMap<>();
        metrics.path("nodes").properties().forEach(node -> nodes.put(node.getKey(), node(node.getValue())));
        JsonNode quorum = metrics.path("quorum");
        return new Moment(
                text(metrics.path("leader")),
                number(quorum.path("voters")),
                number(quorum.path("needed")),
                number(quorum.path("up")),
                quorum.path("held").isBoolean() ? quorum.path("held").asBoolean() : null,
                nodes);
    }

    private static Node node(JsonNode node) {
        String role = node.path("role").asText("unknown");
        String health = node.path("health").asText("unknown");
        boolean serves =
                switch (role) {
                    case "leader", "follower", "observer", "standalone" -> health.equals("healthy");
                    default -> false;
                };
        return new Node(
                serves,
                role,
                health,
                zxid(text(node.path("zxid"))),
                number(node.path("outstanding")),
                number(node.path("files")),
                instant(text(node.path("respondedAt"))));
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : null;
    }

    private static Long number(JsonNode value) {
        return value.isIntegralNumber() ? value.asLong() : null;
    }

    /** Reads {@code 0x100000192}; null where the text is none. */
    static Long zxid(String text) {
        if (text == null || !text.startsWith("0x")) {
            return null;
        }
        try {
            return Long.parseUnsignedLong(text, 2, text.length(), 16);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Instant instant(String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
