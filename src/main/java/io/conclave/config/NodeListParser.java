package io.conclave.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code ZK_NODES}: {@code [id=]host:port[;admin=port][;metrics=port]}, separated by commas. A node without an id
 * is named by its place, {@code zk1} first. AdminServer and Prometheus provider are looked for on ZooKeeper's own
 * default ports where none is given; port 0 says that there is none.
 */
final class NodeListParser {

    private static final int MOST_NODES = 50;
    private static final int ADMIN_PORT = 8080;
    private static final int METRICS_PORT = 7000;

    /** Ids become names of folders and labels of metrics. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private static final Pattern NODE =
            Pattern.compile("(?:(?<id>[^=;]*)=)?(?<host>\\[[^\\]]*\\]|[^:;\\[\\]]*):(?<port>[0-9]+)(?<more>(?:;.*)?)");

    private NodeListParser() {}

    /**
     * Reads the list.
     *
     * @throws IllegalArgumentException saying which entry is wrong
     */
    static List<NodeAddress> parse(String text) {
        String[] entries = text.split(",", -1);
        if (entries.length > MOST_NODES) {
            throw new IllegalArgumentException(entries.length + " servers are too many");
        }
        List<NodeAddress> nodes = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String entry : entries) {
            NodeAddress node = node(entry.strip(), nodes.size() + 1);
            // Folders are named by ids, and some file systems do not tell cases apart.
            if (!seen.add(node.id().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("the name " + node.id() + " is there twice");
            }
            if (!seen.add(node.hostPort().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("the server " + node.hostPort() + " is there twice");
            }
            nodes.add(node);
        }
        return List.copyOf(nodes);
    }

    private static NodeAddress node(String entry, int place) {
        Matcher parts = NODE.matcher(entry);
        if (!parts.matches()) {
            throw new IllegalArgumentException("entry " + place + ", '" + entry + "', has no host:port");
        }
        String id = parts.group("id") == null ? "zk" + place : parts.group("id");
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "the name '" + id + "' must be 1 to 63 letters, digits, dots, dashes or underscores");
        }
        String bracketed = parts.group("host");
        String host = bracketed.startsWith("[") ? bracketed.substring(1, bracketed.length() - 1) : bracketed;
        if (bracketed.startsWith("[") ? !Hosts.isIpv6(host) : !Hosts.isNameOrIpv4(host)) {
            throw new IllegalArgumentException("entry " + place + " has no host name or address: '" + bracketed + "'");
        }
        int port = port(parts.group("port"), 1, entry);
        int admin = ADMIN_PORT;
        int metrics = METRICS_PORT;
        for (String option : parts.group("more").split(";")) {
            if (option.startsWith("admin=")) {
                admin = port(option.substring("admin=".length()), 0, entry);
            } else if (option.startsWith("metrics=")) {
                metrics = port(option.substring("metrics=".length()), 0, entry);
            } else if (!option.isEmpty()) {
                throw new IllegalArgumentException("'" + option + "' is neither admin=port nor metrics=port");
            }
        }
        return new NodeAddress(
                id,
                host,
                port,
                admin == 0 ? null : "http://" + bracketed + ":" + admin,
                metrics == 0 ? null : "http://" + bracketed + ":" + metrics + "/metrics");
    }

    private static int port(String text, int lowest, String entry) {
        try {
            return (int) Setting.within(text, lowest, 65_535);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the port '" + text + "' of '" + entry + "' is none", e);
        }
    }
}
