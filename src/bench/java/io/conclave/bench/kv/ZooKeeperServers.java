package io.conclave.bench.kv;

import io.conclave.bench.ChildJvm;
import io.conclave.bench.Miss;
import io.conclave.testing.UnusedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/**
 * ZooKeeper of the product's version with its defaults, in JVMs with theirs, called at its leader. With several members
 * a read is preceded by a sync, since it could be stale otherwise.
 */
final class ZooKeeperServers implements Store {

    private static final String NAME = "ZooKeeper";
    private static final int ANSWER_LIMIT_MS = 5_000;

    private final Daemons daemons;
    private final List<Integer> ports;
    private ChildJvm load;

    private ZooKeeperServers(Daemons daemons, List<Integer> ports) {
        this.daemons = daemons;
        this.ports = ports;
    }

    /** Starts so many members and waits until one leads and the others follow. */
    static ZooKeeperServers start(Path folder, int copies) throws Exception {
        List<Integer> ports = new ArrayList<>();
        StringBuilder members = new StringBuilder();
        for (int i = 1; i <= copies; i++) {
            ports.add(UnusedPort.any());
            if (copies > 1) {
                members.append("server.%d=127.0.0.1:%d:%d%n".formatted(i, UnusedPort.any(), UnusedPort.any()));
            }
        }
        ZooKeeperServers servers = new ZooKeeperServers(new Daemons(), ports);
        try {
            for (int i = 1; i <= copies; i++) {
                servers.daemons.start(
                        folder.resolve("m" + i), command(folder.resolve("m" + i), i, ports.get(i - 1), members));
            }
            Ready.await(NAME, servers.daemons, servers::requireMembers);
            servers.load = ChildJvm.start(ZooKeeperLoad.class, folder);
            servers.ask("connect " + servers.leader());
            return servers;
        } catch (Exception e) {
            servers.close();
            throw e;
        }
    }

    private static List<String> command(Path folder, int number, int port, CharSequence members) throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data").resolve("myid"), number + "\n");
        Path config = folder.resolve("zoo.cfg");
        Files.writeString(
                config,
                """
                tickTime=2000
                initLimit=10
                syncLimit=5
                dataDir=%s
                clientPort=%d
                clientPortAddress=127.0.0.1
                4lw.commands.whitelist=*
                admin.enableServer=false
                %s
                """
                        .formatted(folder.resolve("data"), port, members));
        return List.of(
                ChildJvm.javaCommand(),
                "-Xmx1g",
                "-Djava.net.preferIPv4Stack=true",
                "-cp",
                System.getProperty("java.class.path"),
                QuorumPeerMain.class.getName(),
                config.toString());
    }

    @Override
    public String title() {
        return NAME;
    }

    @Override
    public void requireMembers() throws Exception {
        int followers = 0;
        for (int port : ports) {
            followers += mode(port).equals("follower") ? 1 : 0;
        }
        Miss.unless(followers == ports.size() - 1, "ZooKeeper has %d followers of %d members", followers, ports.size());
        leader();
    }

    @Override
    public Sample put(Load wanted) throws Exception {
        return sample(ask(order("put", wanted)));
    }

    @Override
    public Sample get(Load wanted) throws Exception {
        return sample(ask(order(ports.size() == 1 ? "get" : "sync-get", wanted)));
    }

    @Override
    public void requireEqualMembers() throws Exception {
        for (int port : ports) {
            ask("check " + port);
        }
    }

    private static String order(String verb, Load load) {
        return verb + " " + load.clients() + " " + load.valueBytes() + " "
                + load.time().toMillis();
    }

    private static Sample sample(String answer) {
        String[] words = answer.split(" ");
        return new Sample(Double.parseDouble(words[1]), Double.parseDouble(words[2]), Double.parseDouble(words[3]));
    }

    private String ask(String order) throws IOException, Miss {
        String answer = load.ask(order);
        Miss.unless(answer.startsWith("done"), "ZooKeeper, %s: %s", order, answer);
        return answer;
    }

    private int leader() throws IOException {
        for (int port : ports) {
            if (List.of("leader", "standalone").contains(mode(port))) {
                return port;
            }
        }
        throw new IOException("no member of ZooKeeper leads");
    }

    private static String mode(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(ANSWER_LIMIT_MS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_LIMIT_MS);
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.lines()
                    .filter(row -> row.startsWith("Mode: "))
                    .map(row -> row.substring("Mode: ".length()))
                    .findFirst()
                    .orElseThrow(() -> new IOException("not serving yet: " + answer));
        }
    }

    @Override
    public void close() throws Exception {
        try {
            if (load != null) {
                load.close();
            }
        } finally {
            daemons.close();
        }
    }
}
