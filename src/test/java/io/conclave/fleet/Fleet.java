package io.conclave.fleet;

import io.conclave.testing.PostgresServer;
import io.conclave.testing.hosts.ChildProcess;
import io.conclave.testing.hosts.Member;
import io.conclave.testing.hosts.NamespaceHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that a Conclave of several hosts consists of, each part on a host of its own: the ensemble, the database,
 * three controllers, and an agent for each node's files.
 */
final class Fleet implements AutoCloseable {

    static final String TOKEN = "token-of-the-fleet";
    static final String ROOT = "/fleet/files";
    static final String DATABASE_HOST = "db";

    private static final int SIZE = 3;

    private final Path folder;
    private final NamespaceHosts hosts;
    private final PostgresServer postgres;
    private final String database;
    private final List<Member> ensemble = new ArrayList<>();
    private final List<Member> controllers = new ArrayList<>();
    private final List<Member> agents = new ArrayList<>();

    private Fleet(Path folder, NamespaceHosts hosts, PostgresServer postgres) {
        this.folder = folder;
        this.hosts = hosts;
        this.postgres = postgres;
        this.database = postgres.freshSchema();
    }

    /** A fleet of which only the database runs yet, in an empty folder. */
    static Fleet make(Path folder) throws IOException {
        List<String> names = new ArrayList<>(List.of(DATABASE_HOST));
        for (int i = 1; i <= SIZE; i++) {
            names.addAll(List.of("zk" + i, "c" + i, "s" + i));
        }
        NamespaceHosts hosts = NamespaceHosts.of(names);
        try {
            Fleet fleet = new Fleet(folder, hosts, PostgresServer.on(hosts, DATABASE_HOST));
            fleet.makeEnsemble();
            for (int i = 1; i <= SIZE; i++) {
                fleet.makeAgent(i);
                fleet.makeController(i);
            }
            return fleet;
        } catch (IOException | RuntimeException e) {
            hosts.close();
            throw e;
        }
    }

    private void makeEnsemble() throws IOException {
        StringBuilder peers = new StringBuilder();
        for (int i = 1; i <= SIZE; i++) {
            String host = "zk" + i;
            peers.append("server.%d=%s:%d:%d:participant%n"
                    .formatted(i, hosts.address(host), hosts.port(host), hosts.port(host)));
        }
        for (int i = 1; i <= SIZE; i++) {
            String host = "zk" + i;
            int port = hosts.port(host);
            Path own = Files.createDirectories(folder.resolve(host));
            Files.writeString(own.resolve("myid"), Integer.toString(i));
            Path config = Files.writeString(
                    own.resolve("zoo.cfg"),
                    """
                            tickTime=500
                            initLimit=20
                            syncLimit=6
                            minSessionTimeout=1000
                            maxClientCnxns=500
                            4lw.commands.whitelist=srvr,mntr
                            admin.enableServer=false
                            quorumListenOnAllIPs=false
                            dataDir=%s
                            clientPort=%d
                            clientPortAddress=%s
                            %s"""
                            .formatted(own, port, hosts.address(host), peers));
            ensemble.add(member(host, port, List.of(ChildProcess.ZOOKEEPER, config.toString())));
        }
    }

    private void makeAgent(int number) {
        String host = "s" + number;
        int port = hosts.port(host);
        agents.add(member(
                host,
                port,
                List.of(
                        "agent",
                        "--node=zk" + number,
                        "--storage=" + storage("zk" + number),
                        "--agent-host=" + hosts.address(host),
                        "--agent-port=" + port,
                        "--coordination-zk=" + connectString(),
                        "--conclave-token=" + TOKEN)));
    }

    private void makeController(int number) {
        String host = "c" + number;
        int port = hosts.port(host);
        controllers.add(member(
                host,
                port,
                List.of(
                        "serve",
                        "--controllers-enabled=true",
                        "--controller-id=" + host,
                        "--zk-nodes=" + named(),
                        "--http-host=" + hosts.address(host),
                        "--http-port=" + port,
                        "--conclave-token=" + TOKEN,
                        "--database-url=" + database,
                        "--database-user=" + postgres.user(),
                        "--database-password=" + postgres.password(),
                        "--data-dir=" + folder.resolve(host),
                        "--zk-file-root=" + ROOT,
                        "--file-storage=agents",
                        "--auto-scheduler-interval=1",
                        "--scheduler-threshold=2",
                        "--scheduler-batch=auto",
                        "--poll-interval-ms=500",
                        "--demo-workload-enabled=false")));
    }

    private Member member(String host, int port, List<String> arguments) {
        return new Member(
                host,
                hosts.address(host) + ":" + port,
                hosts.enter(host),
                arguments,
                folder.resolve(host + ".console.log"));
    }

    private String named() {
        return ensemble.stream()
                .map(server -> server.name() + "=" + server.address())
                .collect(Collectors.joining(","));
    }

    String connectString() {
        return ensemble.stream().map(Member::address).collect(Collectors.joining(","));
    }

    void start() {
        all().forEach(Member::start);
    }

    /** Ends all faults: everything runs, is let through, and goes on. */
    void restore() {
        hosts.heal();
        all().forEach(Member::resume);
        start();
    }

    private List<Member> all() {
        return Stream.of(ensemble, agents, controllers).flatMap(List::stream).toList();
    }

    List<Member> ensemble() {
        return ensemble;
    }

    List<Member> controllers() {
        return controllers;
    }

    List<Member> agents() {
        return agents;
    }

    NamespaceHosts hosts() {
        return hosts;
    }

    PostgresServer postgres() {
        return postgres;
    }

    String database() {
        return database;
    }

    /** Where an agent keeps the files of its node. */
    Path storage(String node) {
        return folder.resolve("storage").resolve(node);
    }

    @Override
    public void close() {
        all().forEach(Member::close);
        postgres.close();
        hosts.close();
    }
}
