package io.conclave.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against one real ZooKeeper server in this process. */
class EnsembleTrafficTest {

    private static final String ROOT = "/demo/events";

    private NIOServerCnxnFactory listener;
    private EnsembleTraffic traffic;
    private String address;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        listener = new NIOServerCnxnFactory();
        listener.configure(new InetSocketAddress("127.0.0.1", 0), 100);
        listener.startup(new ZooKeeperServer(folder.toFile(), folder.toFile(), 500));
        address = "127.0.0.1:" + listener.getLocalPort();
        traffic = new EnsembleTraffic(address, ROOT, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        traffic.close();
        listener.shutdown();
    }

    @Test
    void eventsAreBoundedAndTheNewestStay() throws Exception {
        int happened = 0;
        for (int i = 0; i < EnsembleTraffic.MOST_EVENTS + 3; i++) {
            happened += traffic.events();
        }

        assertThat(happened).isEqualTo(2 * (EnsembleTraffic.MOST_EVENTS + 3) + 3);
        assertThat(children())
                .hasSize(EnsembleTraffic.MOST_EVENTS)
                .contains("event-0000000011")
                .doesNotContain("event-0000000003");
    }

    @Test
    void childrenThatAreNotOursAreLeftAlone() throws Exception {
        traffic.events();
        try (ZooKeeper other = connect()) {
            other.create(ROOT + "/mine", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }

        for (int i = 0; i < 2 * EnsembleTraffic.MOST_EVENTS; i++) {
            traffic.events();
        }

        assertThat(children()).hasSize(EnsembleTraffic.MOST_EVENTS + 1).contains("mine");
    }

    @Test
    void extraSessionsAreConnectionsThatTheServerSees() throws Exception {
        traffic.holdSessions(5);
        await().until(() -> traffic.openSessions() == 5);
        int withFive = listener.getNumAliveConnections();

        traffic.holdSessions(2);

        assertThat(traffic.openSessions()).isEqualTo(2);
        await().until(() -> listener.getNumAliveConnections() == withFive - 3);
    }

    private List<String> children() throws Exception {
        try (ZooKeeper reader = connect()) {
            return reader.getChildren(ROOT, false);
        }
    }

    private ZooKeeper connect() throws Exception {
        return new ZooKeeper(address, 5_000, event -> {});
    }
}
