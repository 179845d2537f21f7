package io.conclave.kv.znodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.testing.RealZooKeeper;
import io.conclave.testing.Relay;
import io.conclave.znodes.SessionState;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A primary's lease, with a master that is played by the test. */
class SessionLeaseIT {

    @RegisterExtension
    static final RealZooKeeper ZOOKEEPER = RealZooKeeper.ofServers(1);

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    private final String root = ZOOKEEPER.freshRoot();
    private final String group = root + "/data/g1";
    private final List<KvCoordination> opened = new ArrayList<>();
    private Relay relay;
    private KvCoordination primary;
    private GroupZnodes znodes;
    private MasterZnodes master;
    private ServerRole.Master self;

    @BeforeEach
    void promoteOne() throws Exception {
        relay = Relay.to(ZOOKEEPER.port());
        KvCoordination server = open(ZOOKEEPER.connectString());
        AtomicReference<ServerRole> role = new AtomicReference<>();
        ServerRegistration.keep(server, "127.0.0.1:7001", role::set);
        await().atMost(LIMIT).until(() -> role.get() instanceof ServerRole.Master);
        self = (ServerRole.Master) role.get();
        master = new MasterZnodes(server);

        primary = open("127.0.0.1:" + relay.base().getPort());
        int number = result(DataRegistration.allocate(primary, "g1"));
        DataRegistration.keep(primary, "g1", number, "127.0.0.1:8001", Set.of(), told -> {});
        await().atMost(LIMIT).until(() -> ZOOKEEPER.stat(group + "/1").isPresent());
        znodes = new GroupZnodes(primary, "g1");
        assertThat(result(master.promote(self, result(znodes.readInSync()), 1, List.of(1))))
                .isEqualTo(new Written.Done<>(1L));
    }

    @AfterEach
    void close() throws Exception {
        opened.forEach(KvCoordination::close);
        relay.close();
    }

    @Test
    void aLeaseIsRenewedWhileThereIsContactAndNeverReachesTheSessionsTimeout() throws Exception {
        Held held = hold();
        await().atMost(LIMIT).until(() -> held.lease.isGood());
        await().during(TIMEOUT.multipliedBy(2))
                .atMost(LIMIT)
                .until(() -> held.lease.isGood() && held.lease.remainingNanos() <= TIMEOUT.toNanos() * 7 / 12);
        assertThat(held.told).containsExactly(new LeaseState.Good());
        held.lease.close();
        assertThat(held.lease.isGood()).isFalse();
    }

    @Test
    void aLostContactEndsItAtOnceAndOneThatIsBackInTimeRenewsIt() throws Exception {
        Held held = hold();
        await().atMost(LIMIT).until(() -> held.lease.isGood());

        relay.cut();
        await().atMost(Duration.ofSeconds(1)).until(() -> !held.lease.isGood());
        relay.mend();

        await().atMost(LIMIT).until(() -> held.lease.isGood() || held.told.size() > 2);
        assertThat(held.told).contains(new LeaseState.RanOut());
    }

    @Test
    void aNewSessionEndsItForGoodThoughTheZnodesStillNameThisMember() throws Exception {
        Held held = hold();
        await().atMost(LIMIT).until(() -> held.lease.isGood());

        relay.cut();
        await().atMost(LIMIT).until(() -> ZOOKEEPER.stat(group + "/1").isEmpty());
        relay.mend();
        await().atMost(LIMIT).until(() -> ZOOKEEPER.stat(group + "/1").isPresent());

        await().atMost(LIMIT).until(() -> held.last() instanceof LeaseState.Over);
        assertThat(held.lease.isGood()).isFalse();
        assertThat(ZOOKEEPER.text(group + "/primary")).contains("1");
        Held again = hold();
        await().atMost(LIMIT).until(() -> again.last() instanceof LeaseState.Over);
        assertThat(again.lease.isGood())
                .as("the promotion was of the former registration")
                .isFalse();
    }

    @Test
    void aHigherEpochEndsItForGood() throws Exception {
        Held held = hold();
        await().atMost(LIMIT).until(() -> held.lease.isGood());

        assertThat(result(master.promote(self, result(znodes.readInSync()), 1, List.of(1))))
                .isEqualTo(new Written.Done<>(2L));

        await().atMost(LIMIT).until(() -> held.last() instanceof LeaseState.Over);
        assertThat(((LeaseState.Over) held.last()).detail()).contains("epoch 2");
        assertThat(held.lease.isGood()).isFalse();
    }

    @Test
    void aPrimaryOfAFormerEpochCannotChangeTheInSyncSetAndAFormerMasterCannotPromote() throws Exception {
        GroupState before = result(znodes.readInSync());
        assertThat(before.primary()).isEqualTo(OptionalInt.of(1));
        assertThat(result(master.promote(self, before, 1, List.of(1)))).isInstanceOf(Written.Done.class);

        assertThat(result(znodes.changeInSync(before, List.of(1, 2)))).isInstanceOf(Written.Outdated.class);
        assertThat(result(master.promote(self, before, 1, List.of(1)))).isInstanceOf(Written.Outdated.class);
        GroupState now = result(znodes.readInSync());
        assertThat(result(znodes.changeInSync(now, List.of(1, 2))))
                .isInstanceOfSatisfying(
                        Written.Done.class, done -> assertThat(done.now()).isInstanceOf(GroupState.class));
        assertThat(ZOOKEEPER.text(group + "/isr")).contains("[1,2]");

        ServerRole.Master former = new ServerRole.Master(99, 1);
        assertThat(result(master.promote(former, result(znodes.readInSync()), 1, List.of(1))))
                .isInstanceOf(Written.Outdated.class);
        assertThat(ZOOKEEPER.text(group + "/epoch")).contains("2");
    }

    @Test
    void theMirrorIsNewAgainAfterALostContact() throws Exception {
        relay.cut();
        await().atMost(LIMIT).until(() -> !(primary.state() instanceof SessionState.Connected));
        ZOOKEEPER.set(group + "/isr", "[1,5]");
        relay.mend();
        await().atMost(LIMIT).until(() -> Optional.of(
                        primary.cluster().current().orElseThrow().groups().get("g1"))
                .filter(state -> state.inSync().equals(List.of(1, 5)))
                .isPresent());
    }

    private Held hold() throws Exception {
        await().atMost(LIMIT).until(() -> primary.state() instanceof SessionState.Connected);
        List<LeaseState> told = new CopyOnWriteArrayList<>();
        Lease lease = SessionLease.hold(
                primary,
                result(znodes.readInSync()),
                (SessionState.Connected) primary.state(),
                System::nanoTime,
                told::add);
        return new Held(lease, told);
    }

    private record Held(Lease lease, List<LeaseState> told) {

        LeaseState last() {
            return told.isEmpty() ? new LeaseState.RanOut() : told.get(told.size() - 1);
        }
    }

    private KvCoordination open(String connectString) {
        KvCoordination coordination = KvCoordination.open(new CoordinationOptions(connectString, root, TIMEOUT));
        opened.add(coordination);
        await().atMost(LIMIT).until(() -> coordination.cluster().current().isPresent());
        return coordination;
    }

    private static <T> T result(Future<T> future) throws Exception {
        return future.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
