package io.conclave.testing;

import io.conclave.config.EmbeddedSettings;
import io.conclave.config.NodeAddress;
import io.conclave.embedded.EmbeddedEnsemble;
import io.conclave.embedded.Serving;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Real ZooKeeper servers for all tests of a class, and a client of ZooKeeper's own that looks at the znodes beside the
 * product.
 */
public final class RealZooKeeper implements BeforeAllCallback, AfterAllCallback {

    private static final int SESSION_MS = 30_000;

    private final int servers;
    private final AtomicInteger roots = new AtomicInteger();
    private Path folder;
    private EmbeddedEnsemble ensemble;
    private ZooKeeper client;

    private RealZooKeeper(int servers) {
        this.servers = servers;
    }

    /** An ensemble of so many. */
    public static RealZooKeeper ofServers(int servers) {
        return new RealZooKeeper(servers);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        folder = Files.createTempDirectory("conclave-zk");
        ensemble = EmbeddedEnsemble.start(folder, new EmbeddedSettings(servers, UnusedPort.any()));
        Serving.await(ensemble.nodes());
        client = connect(connectString());
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (client != null) {
            client.close();
        }
        if (ensemble != null) {
            ensemble.close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The servers' processes. */
    public EmbeddedEnsemble ensemble() {
        return ensemble;
    }

    /** host:port of all servers. */
    public String connectString() {
        return ensemble.nodes().stream().map(NodeAddress::hostPort).collect(Collectors.joining(","));
    }

    /** The client port of the first server. */
    public int port() {
        return ensemble.nodes().get(0).port();
    }

    /** A root that no other test uses; it does not exist yet. */
    public String freshRoot() {
        return "/kv" + roots.incrementAndGet();
    }

    /** ZooKeeper's own client. */
    public ZooKeeper client() {
        return client;
    }

    /** What a znode holds, or empty where there is none. */
    public Optional<String> text(String path) {
        return asked(() -> new String(client.getData(path, false, null), StandardCharsets.UTF_8));
    }

    /** A znode's versions, or empty where there is none. */
    public Optional<Stat> stat(String path) {
        return asked(() -> client.exists(path, false));
    }

    /** The names of a znode's children, sorted; none where there is no such znode. */
    public List<String> children(String path) {
        return asked(() -> client.getChildren(path, false).stream().sorted().toList())
                .orElse(List.of());
    }

    /** Writes over whatever a znode holds. */
    public void set(String path, String text) {
        if (asked(() -> client.setData(path, text.getBytes(StandardCharsets.UTF_8), -1))
                .isEmpty()) {
            throw new AssertionError("there is no " + path);
        }
    }

    /** Makes a znode. */
    public void create(String path, String text, CreateMode mode) {
        asked(() -> client.create(path, text.getBytes(StandardCharsets.UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, mode));
    }

    /** Deletes a znode, as an operator might. */
    public void delete(String path) {
        asked(() -> {
            client.delete(path, -1);
            return true;
        });
    }

    /** Another client, in a session of its own. */
    public static ZooKeeper connect(String connectString) throws IOException, InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client = new ZooKeeper(connectString, SESSION_MS, event -> {
            if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        if (!connected.await(20, TimeUnit.SECONDS)) {
            client.close();
            throw new IOException("no contact with " + connectString);
        }
        return client;
    }

    private interface Question<T> {
        T ask() throws KeeperException, InterruptedException;
    }

    private static <T> Optional<T> asked(Question<T> question) {
        try {
            return Optional.ofNullable(question.ask());
        } catch (KeeperException.NoNodeException absent) {
            return Optional.empty();
        } catch (KeeperException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
