package io.conclave.cli.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.cli.probe.stream.ClusterAddress;
import io.conclave.cli.probe.stream.SourceException;
import io.conclave.config.BadSettingException;
import io.conclave.config.CoordinationSettings;
import io.conclave.config.NodeAddress;
import io.conclave.config.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** How the controllers' cluster is joined, where that is wanted. */
final class ClusterOptions {

    @Option(
            names = "--cluster",
            description = "Joins the cluster of the controllers instead of one controller's WebSocket, and follows"
                    + " whichever is active; found by the next three, or by run.json")
    private boolean cluster;

    @Option(
            names = "--coordination-zk",
            paramLabel = "<list>",
            description = "Servers of the ensemble by which the controllers find each other: host:port,…")
    private String servers;

    @Option(
            names = "--coordination-root",
            paramLabel = "<znode>",
            description = "Znode below which they do (/conclave)")
    private String root;

    @Option(
            names = "--cluster-host",
            paramLabel = "<address>",
            description = "Address of this machine that the controllers reach it at; without it the one that this"
                    + " machine reaches the first of those servers from")
    private String host;

    /** Whether the cluster is wanted. */
    boolean wanted() {
        return cluster;
    }

    /** Refuses what cannot work, by the name of the option. */
    void check(boolean alsoUrl) {
        if (!cluster && (servers != null || root != null || host != null)) {
            throw new IllegalArgumentException(
                    "--coordination-zk, --coordination-root and --cluster-host go with --cluster");
        }
        if (cluster && alsoUrl) {
            throw new IllegalArgumentException("--cluster needs no controller's address: leave out --url");
        }
        if (cluster) {
            try {
                reader(Map.of()).coordination();
                reader(Map.of()).clusterHost();
            } catch (BadSettingException wrong) {
                throw new IllegalArgumentException(wrong.getMessage(), wrong);
            }
        }
    }

    /**
     * Where it is.
     *
     * @param runFile reads {@code run.json}, which tells where nothing was given
     * @throws SourceException where that tells of no cluster either
     */
    ClusterAddress address(Supplier<JsonNode> runFile, Optional<String> token) {
        CoordinationSettings coordination = reader(Map.of())
                .coordination()
                .or(() -> told(runFile.get()))
                .orElseThrow(() -> new SourceException(
                        SourceException.Kind.UNREACHABLE,
                        "the controller in --data-dir is the only one and joins no cluster; leave out --cluster, or give"
                                + " --coordination-zk host1:2181,host2:2181,…"));
        return new ClusterAddress(
                coordination, reader(Map.of()).clusterHost().orElseGet(() -> towards(coordination)), token);
    }

    private Optional<CoordinationSettings> told(JsonNode run) {
        JsonNode told = run.path("coordination");
        if (!told.isObject()) {
            return Optional.empty();
        }
        Map<String, String> found = new HashMap<>();
        found.put("COORDINATION_ZK", told.path("zk").asText());
        found.put("COORDINATION_ROOT", told.path("root").asText());
        return reader(found).coordination();
    }

    private SettingsReader reader(Map<String, String> found) {
        Map<String, String> given = new HashMap<>(found);
        put(given, "COORDINATION_ZK", servers);
        put(given, "COORDINATION_ROOT", root);
        put(given, "CLUSTER_HOST", host);
        return new SettingsReader(given, System.getenv(), Optional.empty(), false);
    }

    private static void put(Map<String, String> given, String name, String value) {
        if (value != null) {
            given.put(name, value);
        }
    }

    /** A datagram socket knows its own address as soon as it knows the other one; nothing is sent. */
    private static String towards(CoordinationSettings coordination) {
        NodeAddress first = coordination.nodes().get(0);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(first.host(), first.port()));
            return socket.getLocalAddress().getHostAddress();
        } catch (IOException | UncheckedIOException | IllegalArgumentException unknown) {
            throw new SourceException(
                    SourceException.Kind.UNREACHABLE,
                    first.hostPort() + " cannot be reached from here; give --cluster-host");
        }
    }
}
