package io.conclave.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.conclave.bus.ProblemException;
import io.conclave.config.EmbeddedSettings;
import io.conclave.config.NodeAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedEnsembleIT {

    private static final Duration GRACE = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private final int basePort = new FreePorts(new SplittableRandom()).any();
    private EmbeddedEnsemble ensemble;

    @AfterEach
    void closeEnsemble() {
        if (ensemble != null) {
            ensemble.close();
        }
    }

    private EmbeddedEnsemble start() {
        return EmbeddedEnsemble.start(folder, new EmbeddedSettings(3, basePort));
    }

    @Test
    void threeServersElectOneLeader() {
        ensemble = start();
        Serving.await(ensemble.nodes());

        assertThat(ensemble.nodes().stream().map(NodeAddress::id)).containsExactly("zk1", "zk2", "zk3");
        assertThat(modes(ensemble.nodes())).containsExactlyInAnyOrder("leader", "follower", "follower");
    }

    @Test
    void oneServerStandsAlone() {
        ensemble = EmbeddedEnsemble.start(folder, new EmbeddedSettings(1, basePort));
        Serving.await(ensemble.nodes());

        assertThat(modes(ensemble.nodes())).containsExactly("standalone");
    }

    @Test
    void everyFourLetterWordIsAnswered() {
        ensemble = start();
        Serving.await(ensemble.nodes());

        assertThat(Stream.of("mntr", "srvr", "stat", "conf", "cons", "ruok", "envi", "isro"))
                .allSatisfy(word -> assertThat(Serving.reply(ensemble.nodes().get(0), word))
                        .isNotEmpty()
                        .doesNotContain("not in the whitelist"));
    }

    @Test
    void secondStartKeepsTheDataThoughPortsDiffer() throws Exception {
        ensemble = start();
        Serving.await(ensemble.nodes());
        write("/kept", "value");
        Set<Integer> first = ports(ensemble.nodes());
        ensemble.close();

        try (ServerSocket taken = new ServerSocket(basePort, 1, InetAddress.getLoopbackAddress())) {
            ensemble = start();
            Serving.await(ensemble.nodes());

            assertThat(taken.isBound()).isTrue();
            assertThat(ports(ensemble.nodes())).isNotEqualTo(first).doesNotContain(basePort);
            assertThat(read("/kept")).isEqualTo("value");
        }
    }

    @Test
    void killedServerComesBackWithWhatItHadAndWhatItMissed() throws Exception {
        ensemble = start();
        Serving.await(ensemble.nodes());
        write("/before", "1");
        NodeAddress victim = ensemble.nodes().get(2);

        assertThat(ensemble.killNode("zk3")).isTrue();
        assertThat(ensemble.running("zk3")).isFalse();
        assertThat(ensemble.killNode("zk3")).as("killed twice").isFalse();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Serving.mode(ensemble.nodes().get(0)).isPresent());
        write("/meanwhile", "2");
        assertThat(ensemble.startNode("zk3")).isTrue();
        assertThat(ensemble.startNode("zk3")).as("started twice").isFalse();
        Serving.await(List.of(victim));

        try (ZooKeeper client = client(victim.hostPort())) {
            assertThat(text(client, "/before")).isEqualTo("1");
            assertThat(text(client, "/meanwhile")).isEqualTo("2");
        }
    }

    @Test
    void pausedServerHangsAndResumes() {
        ensemble = start();
        Serving.await(ensemble.nodes());
        NodeAddress node = ensemble.nodes().get(0);

        assertThat(ensemble.pauseNode("zk1")).isTrue();
        assertThat(ensemble.pauseNode("zk1")).as("paused twice").isFalse();
        assertThat(Serving.reply(node, "ruok")).isEmpty();
        assertThat(ensemble.running("zk1")).isTrue();
        assertThat(ensemble.paused("zk1")).isTrue();

        assertThat(ensemble.resumeNode("zk1")).isTrue();
        assertThat(ensemble.resumeNode("zk1")).as("resumed twice").isFalse();
        Serving.await(List.of(node));
    }

    @Test
    void pausedServerStopsWithinItsGrace() {
        ensemble = start();
        Serving.await(ensemble.nodes());
        ensemble.pauseNode("zk2");

        long began = System.nanoTime();
        assertThat(ensemble.stopNode("zk2", GRACE)).isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(GRACE);
        assertThat(ensemble.running("zk2")).isFalse();
        assertThatThrownBy(() -> ensemble.pauseNode("zk2")).hasMessageContaining("zk2 does not run");
    }

    @Test
    void closeEndsEveryServerWithinTwoSeconds() {
        ensemble = start();
        Serving.await(ensemble.nodes());
        List<ProcessHandle> children = children(folder);
        assertThat(children).hasSize(3);
        ensemble.pauseNode("zk1");

        long began = System.nanoTime();
        ensemble.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThatThrownBy(() -> ensemble.startNode("zk1")).hasMessageContaining("being closed");
    }

    @Test
    void killedParentLeavesNoServer() throws Exception {
        Process parent = parent();
        List<ProcessHandle> children = begunBy(parent);

        parent.destroyForcibly().waitFor();

        await().atMost(Duration.ofSeconds(5)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void pausedServerThatOutlivedItsParentIsEndedByTheNextStart() throws Exception {
        Process parent = parent();
        List<ProcessHandle> children = begunBy(parent);
        ProcessHandle paused = children.get(0);
        assertThat(new ProcessBuilder("/bin/sh", "-c", "kill -STOP " + paused.pid())
                        .start()
                        .waitFor())
                .isZero();
        parent.destroyForcibly().waitFor();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> children.stream().skip(1).noneMatch(ProcessHandle::isAlive));
        assertThat(paused.isAlive())
                .as("a paused server cannot see its parent's end")
                .isTrue();

        ensemble = start();

        assertThat(paused.isAlive()).isFalse();
        Serving.await(ensemble.nodes());
    }

    @Test
    void secondEnsembleOnTheSameFolderIsRefusedByNameAndProcess() throws Exception {
        Process parent = parent();
        try {
            begunBy(parent);

            assertThatThrownBy(this::start)
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("process " + parent.pid());
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    @Test
    void otherNumberOfServersOnOldDataIsRefused() {
        start().close();

        assertThatThrownBy(() -> EmbeddedEnsemble.start(folder, new EmbeddedSettings(5, basePort)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("data of 3 servers, not of 5");
    }

    @Test
    void logOfEachServerIsInItsOwnFile() {
        ensemble = start();
        Serving.await(ensemble.nodes());

        assertThat(ensemble.logFile("zk2")).isEqualTo(folder.resolve("zk2/server.log"));
        assertThat(ensemble.tail("zk2", 5)).hasSize(5).allMatch(line -> line.contains("[myid:2]"));
        assertThatThrownBy(() -> ensemble.tail("zk9", 5)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().status()).isEqualTo(404);
            assertThat(e.problem().allowed()).isEqualTo("zk1, zk2, zk3");
        });
    }

    private Process parent() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        ChildJvm.classPath(EmbeddedEnsembleIT.class.getClassLoader()),
                        ParentProgram.class.getName(),
                        folder.toString(),
                        String.valueOf(basePort))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("parent.out").toFile())
                .start();
    }

    private List<ProcessHandle> begunBy(Process parent) {
        await().atMost(Duration.ofSeconds(20)).until(() -> children(folder).size() == 3);
        assertThat(parent.isAlive()).isTrue();
        return children(folder);
    }

    /** The processes that the folder's pid files name. */
    private static List<ProcessHandle> children(Path folder) {
        return Stream.of("zk1", "zk2", "zk3")
                .map(id -> folder.resolve(id).resolve("server.pid"))
                .filter(Files::exists)
                .map(EmbeddedEnsembleIT::pid)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList();
    }

    private static long pid(Path file) {
        try {
            String text = Files.readString(file);
            return text.isEmpty() ? -1 : Long.parseLong(text.substring(0, text.indexOf(' ')));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> modes(List<NodeAddress> nodes) {
        return nodes.stream().flatMap(node -> Serving.mode(node).stream()).toList();
    }

    private static Set<Integer> ports(List<NodeAddress> nodes) {
        return nodes.stream().map(NodeAddress::port).collect(Collectors.toSet());
    }

    private void write(String path, String value) throws Exception {
        try (ZooKeeper client = client(connectString())) {
            client.create(
                    path, value.getBytes(StandardCharsets.UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
    }

    private String read(String path) throws Exception {
        try (ZooKeeper client = client(connectString())) {
            return text(client, path);
        }
    }

    private String connectString() {
        return ensemble.nodes().stream().map(NodeAddress::hostPort).collect(Collectors.joining(","));
    }

    private static ZooKeeper client(String connectString) throws Exception {
        var connected = new java.util.concurrent.CountDownLatch(1);
        ZooKeeper client = new ZooKeeper(connectString, 10_000, event -> {
            if (event.getState() == org.apache.zookeeper.Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        assertThat(connected.await(15, TimeUnit.SECONDS)).isTrue();
        return client;
    }

    private static String text(ZooKeeper client, String path) throws Exception {
        return new String(client.getData(path, false, null), StandardCharsets.UTF_8);
    }
}
