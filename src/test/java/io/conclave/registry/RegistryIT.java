package io.conclave.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.config.EmbeddedSettings;
import io.conclave.config.NodeAddress;
import io.conclave.embedded.EmbeddedEnsemble;
import io.conclave.store.FileMetadata;
import io.conclave.store.FileRow;
import io.conclave.store.OutboxChanged;
import io.conclave.store.OutboxRow;
import io.conclave.store.SqlDatabase;
import io.conclave.store.StoreTopics;
import io.conclave.store.Work;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The outbox against a real ensemble, watched by a client that is not ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryIT {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Duration SOON = Duration.ofSeconds(20);

    private EmbeddedEnsemble ensemble;
    private String connect;
    private int roots;

    private Vertx vertx;
    private Bus bus;
    private SqlDatabase database;
    private String root;
    private ZooKeeper foreign;
    private List<RegistryStatus> statuses;

    @BeforeAll
    void startEnsemble(@TempDir Path folder) {
        ensemble = EmbeddedEnsemble.start(folder, new EmbeddedSettings(3, 12_181));
        connect = ensemble.nodes().stream().map(NodeAddress::hostPort).collect(Collectors.joining(","));
    }

    @AfterAll
    void stopEnsemble() {
        ensemble.close();
    }

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        vertx = Vertx.vertx();
        bus = new Bus(vertx, new ControllerRef("c1", 1), Clock.systemUTC());
        database = SqlDatabase.open("jdbc:sqlite:" + folder.resolve("c.db"), bus.self());
        root = "/demo/files" + ++roots;
        foreign = new ZooKeeper(connect, 10_000, event -> {});
        statuses = new CopyOnWriteArrayList<>();
        bus.subscribe(RegistryTopics.STATUS, status -> statuses.add(status.body()));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
        foreign.close();
        database.close();
    }

    private void startRegistry() throws Exception {
        vertx.deployVerticle(new RegistryVerticle(bus, database, connect, root, false, Clock.systemUTC()))
                .await(10, TimeUnit.SECONDS);
    }

    @Test
    void foreignClientFindsWhatTheOutboxHeldAndTheOutboxIsEmpty() throws Exception {
        startRegistry();
        change("f1", "zk1", OutboxRow.Kind.PUT);
        change("f2", "zk2", OutboxRow.Kind.PUT);

        awaitChildren("f1", "f2");
        assertThat(nodeOf("f2")).isEqualTo("zk2");
        awaitEmptyOutbox();
    }

    @Test
    void laterWriteWinsAndDeletedFileHasNoZnode() throws Exception {
        startRegistry();
        change("f1", "zk1", OutboxRow.Kind.PUT);
        awaitChildren("f1");
        change("f1", "zk2", OutboxRow.Kind.PUT);
        change("f1", "zk3", OutboxRow.Kind.PUT);
        change("f2", "zk1", OutboxRow.Kind.PUT);
        change("f2", "zk1", OutboxRow.Kind.DELETE);
        awaitEmptyOutbox();

        awaitChildren("f1");
        assertThat(nodeOf("f1")).isEqualTo("zk3");
    }

    @Test
    void writeThatAControllerDecidedBeforeItsSuccessorBeganIsRefused() throws Exception {
        try (CuratorFramework client = curator()) {
            ZnodeWriter old = writer(client, new ControllerRef("a", 4));
            ZnodeWriter next = writer(client, new ControllerRef("b", 5));
            old.ensureRoot();
            old.apply(List.of(row(1, "f1", OutboxRow.Kind.PUT)));
            CuratorOp decided = new RootFence(client, root, new ControllerRef("a", 4)).check();
            next.apply(List.of(row(2, "f1", OutboxRow.Kind.DELETE)));

            assertThatThrownBy(() -> client.transaction()
                            .forOperations(
                                    decided, client.transactionOp().create().forPath(root + "/f1", new byte[0])))
                    .isInstanceOf(KeeperException.BadVersionException.class);
            assertThatThrownBy(() -> old.apply(List.of(row(1, "f1", OutboxRow.Kind.PUT))))
                    .hasMessageContaining("b has begun to with epoch 5");
            assertThatThrownBy(() ->
                            writer(client, new ControllerRef("c", 5)).apply(List.of(row(1, "f1", OutboxRow.Kind.PUT))))
                    .hasMessageContaining("b has begun to with epoch 5");
            assertThat(foreign.getChildren(root, false)).isEmpty();
            next.apply(List.of(row(3, "f2", OutboxRow.Kind.PUT)));
            assertThat(foreign.getChildren(root, false)).containsExactly("f2");
        }
    }

    private CuratorFramework curator() {
        CuratorFramework client = CuratorFrameworkFactory.newClient(connect, new RetryOneTime(100));
        client.start();
        return client;
    }

    private ZnodeWriter writer(CuratorFramework client, ControllerRef self) {
        return new ZnodeWriter(client, root, Optional.of(new RootFence(client, root, self)));
    }

    private static OutboxRow row(long id, String file, OutboxRow.Kind kind) {
        return new OutboxRow(id, kind, file, kind == OutboxRow.Kind.PUT ? "{}" : null);
    }

    @Test
    void writesWaitForTheQuorumAndAreAppliedWhenItIsBack() throws Exception {
        startRegistry();
        change("before", "zk1", OutboxRow.Kind.PUT);
        awaitEmptyOutbox();
        List<String> stopped = List.of("zk1", "zk2");
        stopped.forEach(ensemble::killNode);
        change("during", "zk1", OutboxRow.Kind.PUT);
        change("before", "zk3", OutboxRow.Kind.PUT);
        await().atMost(SOON).until(() -> statuses.stream().anyMatch(status -> !status.connected()));
        assertThat(this.<Long>read(tx -> tx.outbox().size())).isEqualTo(2);

        stopped.forEach(ensemble::startNode);

        awaitEmptyOutbox();
        awaitChildren("before", "during");
        assertThat(nodeOf("before")).isEqualTo("zk3");
    }

    @Test
    void rowsWhoseZnodesAreGoneAreWrittenAgainAtTheStart() throws Exception {
        for (String id : List.of("a", "b", "c")) {
            database.write(tx -> {
                        tx.files().insert(row(id, "zk1"));
                        return null;
                    })
                    .await(10, TimeUnit.SECONDS);
        }

        startRegistry();

        awaitChildren("a", "b", "c");
    }

    @Test
    void znodeThatCannotBeDeletedHoldsUpNobodyElse() throws Exception {
        startRegistry();
        change("blocked", "zk1", OutboxRow.Kind.PUT);
        awaitChildren("blocked");
        foreign.create(root + "/blocked/child", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);

        change("blocked", "zk1", OutboxRow.Kind.DELETE);
        change("free", "zk1", OutboxRow.Kind.PUT);

        awaitChildren("blocked", "free");
        await().atMost(SOON).until(() -> statuses.stream().anyMatch(status -> status.parked() == 1));
        assertThat(this.<Long>read(tx -> tx.outbox().size())).isEqualTo(1);
    }

    private void change(String id, String node, OutboxRow.Kind kind) throws Exception {
        String payload = kind == OutboxRow.Kind.PUT ? FileMetadata.of(row(id, node)) : null;
        database.write(tx -> {
                    tx.outbox().add(kind, id, payload, NOW);
                    return null;
                })
                .await(10, TimeUnit.SECONDS);
        bus.publish(StoreTopics.OUTBOX_CHANGED, new OutboxChanged());
    }

    private static FileRow row(String id, String node) {
        return new FileRow(id, "name", node, node + "/" + id, 1, "ab", "[]", NOW, NOW);
    }

    private void awaitChildren(String... ids) {
        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> assertThat(foreign.getChildren(root, false))
                .containsExactlyInAnyOrder(ids));
    }

    private void awaitEmptyOutbox() {
        await().atMost(SOON).until(() -> this.<Long>read(tx -> tx.outbox().size()) == 0);
    }

    private String nodeOf(String id) throws Exception {
        return new ObjectMapper()
                .readTree(foreign.getData(root + "/" + id, false, null))
                .get("node")
                .asText();
    }

    private <T> T read(Work<T> work) throws Exception {
        return database.read(work).await(10, TimeUnit.SECONDS);
    }
}
