package io.conclave.kv.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.conclave.kv.ring.Transfer;
import io.conclave.kv.rpc.HostPort;
import io.conclave.kv.rpc.RpcClient;
import io.conclave.kv.rpc.RpcOptions;
import io.conclave.kv.wire.AdministrationGrpcClient;
import io.conclave.kv.wire.ChangeRingRequest;
import io.conclave.kv.wire.KeyValueGrpcClient;
import io.conclave.kv.wire.LocateRequest;
import io.conclave.kv.wire.LocateResponse;
import io.conclave.kv.wire.Ring;
import io.conclave.kv.wire.StatusRequest;
import io.conclave.kv.znodes.CoordinationOptions;
import io.conclave.kv.znodes.Written;
import io.conclave.testing.RealZooKeeper;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class KvServerIT {

    @RegisterExtension
    static final RealZooKeeper ZOOKEEPER = RealZooKeeper.ofServers(1);

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration TIMEOUT = Duration.ofSeconds(6);
    private static final RpcOptions OPEN = new RpcOptions("127.0.0.1", 0, Optional.empty(), Optional.empty());

    @TempDir
    Path folder;

    private final String root = ZOOKEEPER.freshRoot();
    private final String group = root + "/data/g1";
    private final List<AutoCloseable> opened = new ArrayList<>();
    private int servers;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @AfterAll
    static void closeVertx() {
        VERTX.close();
    }

    @Test
    void theFirstMemberOfAGroupIsPromotedInEpochOneAndTheRingBeginsWithItsGroup() throws Exception {
        server();
        FakeMember first = member("g1");

        await().atMost(LIMIT).until(() -> text(group + "/primary").equals("1"));

        assertThat(text(group + "/epoch")).isEqualTo("1");
        assertThat(text(group + "/isr")).isEqualTo("[1]");
        assertThat(text(group + "/top")).isEqualTo("1");
        assertThat(ZOOKEEPER.stat(group + "/1").orElseThrow().getEphemeralOwner())
                .isNotZero();
        assertThat(first.number).isEqualTo(1);
        await().atMost(LIMIT).until(() -> text(root + "/ring").contains("\"groups\":[\"g1\"]"));
        FakeMember second = member("g1");
        assertThat(second.number).isEqualTo(2);
        assertThat(text(group + "/isr")).as("only the primary takes it in").isEqualTo("[1]");
    }

    @Test
    void whenThePrimaryEndsInOrderAnInSyncMemberIsPromotedAtOnceAndInOneStep() throws Exception {
        server();
        FakeMember first = member("g1");
        FakeMember second = member("g1").withLog(1, 40);
        FakeMember third = member("g1").withLog(1, 41);
        primary("1");
        assertThat(first.changeInSync(List.of(1, 2, 3))).isInstanceOf(Written.Done.class);

        long began = System.nanoTime();
        first.close();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(2)).until(() -> text(group + "/primary")
                .equals("3"));
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        assertThat(text(group + "/epoch")).isEqualTo("2");
        assertThat(text(group + "/isr")).isEqualTo("[2,3]");
        long set = ZOOKEEPER.stat(group + "/primary").orElseThrow().getMzxid();
        assertThat(ZOOKEEPER.stat(group + "/epoch").orElseThrow().getMzxid()).isEqualTo(set);
        assertThat(ZOOKEEPER.stat(group + "/isr").orElseThrow().getMzxid()).isEqualTo(set);
        assertThat(took)
                .as("with room for a busy machine; alone it takes some 50 ms")
                .isLessThan(Duration.ofSeconds(1));
        assertThat(second.state().livePrimary().orElseThrow().number()).isEqualTo(third.number);
    }

    @Test
    void aMemberOutsideTheInSyncSetIsNeverPromotedAndTheGroupWaitsForOneThatIsInIt() throws Exception {
        server();
        FakeMember first = member("g1").withLog(1, 10);
        FakeMember outside = member("g1").withLog(1, 1_000);
        primary("1");
        List<String> seen = new ArrayList<>();
        try (ZooKeeper watcher = RealZooKeeper.connect(ZOOKEEPER.connectString())) {
            watcher.addWatch(
                    group,
                    event -> seen.add(event.getPath() + " " + event.getType()),
                    AddWatchMode.PERSISTENT_RECURSIVE);
            first.close();

            await().atMost(LIMIT).until(() -> text(group + "/primary").isEmpty());
            assertThat(outside.state().liveInSync()).isEmpty();
            assertThat(text(group + "/epoch")).isEqualTo("1");
            assertThat(text(group + "/isr")).isEqualTo("[1]");

            opened.add(FakeMember.back(VERTX, options(), "g1", 1).withLog(1, 10));
            primary("1");
        }
        assertThat(text(group + "/epoch")).isEqualTo("2");
        assertThat(seen).doesNotContain(group + "/lock NodeCreated");
    }

    @Test
    void aPrimaryThatRegistersAgainIsPromotedAnewInTheNextEpoch() throws Exception {
        server();
        FakeMember first = member("g1");
        primary("1");

        ZOOKEEPER.delete(group + "/1");

        await().atMost(LIMIT).until(() -> text(group + "/epoch").equals("2"));
        assertThat(text(group + "/primary")).isEqualTo("1");
        assertThat(first.state().livePrimary()).isPresent();
    }

    @Test
    void aDamagedMemberIsTakenOutAndASilentOneIsAskedAgain() throws Exception {
        server();
        FakeMember first = member("g1");
        FakeMember damaged = member("g1").withDamagedLog();
        FakeMember silent = member("g1").withLog(1, 5);
        primary("1");
        first.changeInSync(List.of(1, 2, 3));
        silent.setSilent(true);
        first.close();

        await().during(Duration.ofSeconds(1)).atMost(LIMIT).until(() -> text(group + "/epoch")
                .equals("1"));
        assertThat(damaged.number).isEqualTo(2);
        silent.setSilent(false);

        primary("3");
        assertThat(text(group + "/isr")).isEqualTo("[3]");
    }

    @Test
    void whenTheMasterEndsTheNextOnePromotes() throws Exception {
        KvServer master = server();
        KvServer next = server();
        FakeMember first = member("g1");
        FakeMember second = member("g1");
        primary("1");
        first.changeInSync(List.of(1, 2));
        assertThat(master.isMaster()).isTrue();

        master.close();
        first.close();

        primary("2");
        assertThat(next.isMaster()).isTrue();
        assertThat(text(root + "/server/0")).isEqualTo(next.address() + " " + next.number());
        assertThat(second.state().epoch()).isEqualTo(2);
    }

    @Test
    void znodesThatMakeNoSenseAreLeftAlone() throws Exception {
        server();
        FakeMember first = member("g1");
        FakeMember second = member("g1");
        primary("1");
        ZOOKEEPER.set(group + "/isr", "[1,");
        first.close();

        await().during(Duration.ofSeconds(1)).atMost(LIMIT).until(() -> text(group + "/primary")
                .equals("1"));
        assertThat(second.state().damage().orElseThrow()).contains(group + "/isr", "where JSON belongs");
        assertThat(text(group + "/isr")).isEqualTo("[1,");
        ZOOKEEPER.set(group + "/isr", "[2]");
        primary("2");
    }

    @Test
    void theRingGrowsWhenItIsAskedAndTheChangeEndsWithItsLastHandOver() throws Exception {
        KvServer master = server();
        KvServer other = server();
        member("g1");
        primary("1");
        await().atMost(LIMIT).until(() -> text(root + "/ring").contains("\"groups\":[\"g1\"]"));
        FakeMember target = member("g2");
        await().atMost(LIMIT).until(() -> text(root + "/data/g2/primary").equals("1"));

        Ring begun =
                changed(other, ChangeRingRequest.newBuilder().setAddGroup("g2").build());
        assertThat(begun.getNextGroupsList()).containsExactly("g1", "g2");
        assertThat(begun.getGroupsList()).containsExactly("g1");
        assertThat(changed(
                                master,
                                ChangeRingRequest.newBuilder().setAddGroup("g2").build())
                        .getVersion())
                .as("repeated")
                .isEqualTo(begun.getVersion());

        Transfer transfer = new Transfer("g1", "g2");
        assertThat(FakeMember.await(target.ring().commitHandover(transfer, 1, 7)))
                .isInstanceOf(Written.Outdated.class);
        assertThat(FakeMember.await(target.ring().commitHandover(transfer, 1, 1)))
                .isInstanceOf(Written.Done.class);

        await().atMost(LIMIT).until(() -> text(root + "/ring").contains("\"groups\":[\"g1\",\"g2\"]"));
        assertThat(text(root + "/ring")).contains("\"nextGroups\":[]", "\"done\":[]");
        assertThat(FakeMember.await(target.ring().commitHandover(transfer, 1, 1)))
                .as("done already")
                .isInstanceOf(Written.Outdated.class);
    }

    @Test
    void everyServerLocatesKeysTellsItsStatusAndRefusesWrongWishes() throws Exception {
        server();
        KvServer other = server();
        FakeMember member = member("g1");
        primary("1");
        RpcClient client = RpcClient.create(VERTX, OPEN, Duration.ofSeconds(2));
        KeyValueGrpcClient keyValue = KeyValueGrpcClient.create(client, HostPort.parse(other.address()));
        LocateRequest request = LocateRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("123456789"))
                .build();
        await().atMost(LIMIT)
                .until(() -> !located(keyValue, request).getPrimary().isEmpty());

        LocateResponse located = located(keyValue, request);
        assertThat(located.getGroup()).isEqualTo("g1");
        assertThat(located.getPrimary())
                .isEqualTo(member.state().livePrimary().orElseThrow().address());
        assertThat(located.getPlace()).isEqualTo(0xcbf43926);
        assertThat(located.getEpoch()).isEqualTo(1);
        var status = FakeMember.await(keyValue.status(StatusRequest.getDefaultInstance()));
        assertThat(status.getServer().getNumber()).isEqualTo(2);
        assertThat(status.getServer().getMaster()).isFalse();
        assertThat(status.getCluster().getMaster()).isEqualTo(1);
        assertThat(status.getCluster().getServersList()).hasSize(2);
        assertThat(status.getCluster().getGroups(0).getPrimary()).isEqualTo(1);
        assertThat(status.getPid()).isEqualTo(ProcessHandle.current().pid());
        assertThatThrownBy(() -> changed(
                        other,
                        ChangeRingRequest.newBuilder().setVirtualNodes(2_000).build()))
                .hasMessageContaining("INVALID_ARGUMENT");
        client.close();
    }

    @Test
    void aServerOfAnotherStoreIsNotRegisteredAndSaysWhatToDo() throws Exception {
        Path dataDir = Files.createDirectories(folder.resolve("of-another"));
        Files.writeString(dataDir.resolve("cluster"), "11111111-2222-3333-4444-555555555555\n");

        KvServer server = KvServer.start(VERTX, settings(dataDir));
        opened.add(server);

        await().atMost(LIMIT).until(() -> server.failure().isComplete());
        assertThat(server.failure().cause())
                .hasMessageContaining("11111111-2222-3333-4444-555555555555")
                .hasMessageContaining("take another --data-dir");
        assertThat(ZOOKEEPER.children(root + "/server")).containsExactly("lock", "top");
    }

    private static LocateResponse located(KeyValueGrpcClient client, LocateRequest request) throws Exception {
        return FakeMember.await(client.locate(request));
    }

    private static Ring changed(KvServer server, ChangeRingRequest request) throws Exception {
        RpcClient client = RpcClient.create(VERTX, OPEN, Duration.ofSeconds(2));
        try {
            return FakeMember.await(AdministrationGrpcClient.create(client, HostPort.parse(server.address()))
                            .changeRing(request))
                    .getRing();
        } finally {
            client.close();
        }
    }

    private void primary(String number) {
        Callable<Boolean> is = () -> text(group + "/primary").equals(number);
        await().atMost(LIMIT).until(is);
    }

    private static String text(String path) {
        return ZOOKEEPER.text(path).orElse("");
    }

    private CoordinationOptions options() {
        return new CoordinationOptions(ZOOKEEPER.connectString(), root, TIMEOUT);
    }

    private FakeMember member(String of) throws Exception {
        FakeMember member = FakeMember.join(VERTX, options(), of);
        opened.add(member);
        return member;
    }

    private KvServer server() throws Exception {
        KvServer server =
                KvServer.start(VERTX, settings(Files.createDirectories(folder.resolve("server" + ++servers))));
        opened.add(server);
        await().atMost(LIMIT).until(() -> server.number() > 0);
        return server;
    }

    private ServerSettings settings(Path dataDir) {
        return new ServerSettings(options(), OPEN, dataDir, 2, Set.of(), Duration.ofMillis(500), "test");
    }
}
