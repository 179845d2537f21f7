package io.conclave.kv.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.ProblemException;
import io.conclave.config.KeyValueSettings;
import io.conclave.config.NodeAddress;
import io.conclave.kv.wire.ClusterView;
import io.conclave.kv.wire.DataStatus;
import io.conclave.kv.wire.GroupView;
import io.conclave.kv.wire.MemberAddress;
import io.conclave.kv.wire.Ring;
import io.conclave.kv.wire.Role;
import io.conclave.kv.wire.ServerStatus;
import io.conclave.kv.wire.StandbyProgress;
import io.conclave.kv.wire.StatusResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The verticle before members that answer over real gRPC. */
class KeyValueVerticleTest {

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx, new ControllerRef("c1", 1), Clock.systemUTC());
    private final List<ShownStore> states = new CopyOnWriteArrayList<>();
    private final List<ShownRing> rings = new CopyOnWriteArrayList<>();
    private final List<Failover> failovers = new CopyOnWriteArrayList<>();
    private FakeMember server;
    private FakeMember first;
    private FakeMember second;

    @BeforeEach
    void start() throws Exception {
        server = new FakeMember(vertx);
        first = new FakeMember(vertx);
        second = new FakeMember(vertx);
        bus.subscribe(StoreTopics.STATE, message -> states.add(message.body()));
        bus.subscribe(StoreTopics.RING, message -> rings.add(message.body()));
        bus.subscribe(StoreTopics.FAILOVERS, message -> failovers.add(message.body()));
        tell(1, 1, 10, 1, 2);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    /** Has all members tell the same of one group with two members. */
    private void tell(int primary, long epoch, long puts, Integer... registered) {
        GroupView.Builder group = GroupView.newBuilder()
                .setName("g1")
                .setEpoch(epoch)
                .setPrimary(primary)
                .addAllInSync(List.of(registered));
        for (int number : registered) {
            group.addMembers(MemberAddress.newBuilder()
                    .setNumber(number)
                    .setAddress(number == 1 ? first.address() : second.address()));
        }
        ClusterView view = ClusterView.newBuilder()
                .setRing(Ring.newBuilder().setVersion(3).setVirtualNodes(2).addGroups("g1"))
                .addGroups(group)
                .addServers(MemberAddress.newBuilder().setNumber(5).setAddress(server.address()))
                .setMaster(5)
                .build();
        server.says(StatusResponse.newBuilder()
                .setServer(ServerStatus.newBuilder().setNumber(5).setMaster(true))
                .setCluster(view)
                .build());
        first.says(data(1, primary, epoch, puts, view));
        second.says(data(2, primary, epoch, puts, view));
    }

    private static StatusResponse data(int number, int primary, long epoch, long puts, ClusterView view) {
        DataStatus.Builder data = DataStatus.newBuilder()
                .setGroup("g1")
                .setNumber(number)
                .setRole(number == primary ? Role.PRIMARY : Role.STANDBY)
                .setEpoch(epoch)
                .setKeys(7)
                .setPuts(number == primary ? puts : 0);
        if (number == primary) {
            data.addStandbys(
                    StandbyProgress.newBuilder().setNumber(3 - number).setLag(4).setLagMs(20));
        }
        return StatusResponse.newBuilder().setData(data).setCluster(view).build();
    }

    private void deploy(List<NodeAddress> seeds) throws Exception {
        var settings = new KeyValueSettings(true, 2, 2, Duration.ofSeconds(3), seeds, Optional.empty());
        var verticle = new KeyValueVerticle(
                settings,
                Optional.empty(),
                (vertx, addresses, token) -> new NoStore(),
                bus,
                null,
                addresses -> {},
                Clock.systemUTC(),
                System::nanoTime);
        vertx.deployVerticle(verticle).await(10, TimeUnit.SECONDS);
    }

    private void deployAttached() throws Exception {
        String[] seed = server.address().split(":");
        deploy(List.of(NodeAddress.of("seed", seed[0], Integer.parseInt(seed[1]))));
    }

    private ShownStore last() {
        return states.get(states.size() - 1);
    }

    private void awaitMembers() {
        await().until(() -> !last().groups().isEmpty()
                && last().groups().get(0).members().size() == 2
                && last().groups().get(0).members().stream().allMatch(ShownMember::answers));
    }

    @Test
    void findsAllMembersFromOneSeedAndShowsWhatTheySay() throws Exception {
        deployAttached();
        awaitMembers();

        ShownGroup group = last().groups().get(0);
        assertThat(last().mode()).isEqualTo(StoreMode.ATTACHED);
        assertThat(last().mayAct()).isFalse();
        assertThat(group.condition()).isEqualTo(GroupCondition.AVAILABLE);
        assertThat(group.primary()).isEqualTo("kv/g1/1");
        assertThat(group.inSync()).containsExactly("kv/g1/1", "kv/g1/2");
        assertThat(group.keys()).isEqualTo(7);
        assertThat(group.share()).isEqualTo(1.0);
        ShownMember standby = group.members().get(1);
        assertThat(standby.role()).isEqualTo(MemberRole.STANDBY);
        assertThat(standby.lag()).isEqualTo(4);
        assertThat(standby.reading().source()).contains(second.address());
        assertThat(last().servers()).singleElement().satisfies(one -> {
            assertThat(one.id()).isEqualTo("kv/s5");
            assertThat(one.master()).isTrue();
        });
        assertThat(rings.get(rings.size() - 1).version()).isEqualTo(3);
    }

    @Test
    void countersBecomeRatesAndANewProcessBeginsAnew() throws Exception {
        deployAttached();
        awaitMembers();
        long begun = System.nanoTime();
        vertx.setPeriodic(50, tick -> tell(1, 1, 10 + (System.nanoTime() - begun) / 10_000_000, 1, 2));

        await().until(() -> {
            Double rate = last().groups().get(0).putsPerS();
            return rate != null && rate > 60 && rate < 140;
        });
    }

    @Test
    void memberThatFallsSilentIsSilentAndItsFiguresKeepTheirAge() throws Exception {
        deployAttached();
        awaitMembers();
        second.falls(true);

        await().until(() -> last().groups().get(0).members().get(1).role() == MemberRole.SILENT);
        assertThat(last().groups().get(0).members().get(1).keys()).isEqualTo(7);
    }

    @Test
    void otherPrimaryIsAFailoverThatNobodyHereCaused() throws Exception {
        deployAttached();
        awaitMembers();
        first.falls(true);
        tell(2, 2, 10, 2);

        await().until(() ->
                !failovers.isEmpty() && failovers.get(failovers.size() - 1).state() == Failover.State.DONE);
        Failover failover = failovers.get(failovers.size() - 1);
        assertThat(failover.cause()).isEqualTo(Failover.Cause.VANISHED);
        assertThat(failover.from()).isEqualTo("kv/g1/1");
        assertThat(failover.to()).isEqualTo("kv/g1/2");
        assertThat(failover.epoch()).isEqualTo(2);
    }

    @Test
    void storeElsewhereIsOnlyWatched() throws Exception {
        deployAttached();

        ProblemException refused = problem(
                bus.request(StoreTopics.ACT, new ControlProcess("kv/g1/1", io.conclave.audit.Action.NODE_KILL, "t")));

        assertThat(refused.problem().code()).isEqualTo("kv_watched_only");
    }

    @Test
    void withoutAStoreThePageIsToldSo() throws Exception {
        deploy(List.of());

        assertThat(bus.request(StoreTopics.CURRENT, new AskStore())
                        .await(10, TimeUnit.SECONDS)
                        .mode())
                .isEqualTo(StoreMode.NONE);
        assertThat(problem(bus.request(StoreTopics.GET, new GetKey("a")))
                        .problem()
                        .code())
                .isEqualTo("kv_off");
    }

    private static ProblemException problem(Future<?> future) {
        await().until(future::isComplete);
        return (ProblemException) future.cause();
    }

    /** A store that nobody asks anything. */
    private static final class NoStore implements StoreAccess {

        @Override
        public Future<Stored> put(byte[] key, byte[] value, Long ifVersion) {
            return Future.failedFuture("not asked");
        }

        @Override
        public Future<Value> get(byte[] key) {
            return Future.failedFuture("not asked");
        }

        @Override
        public Future<Stored> delete(byte[] key) {
            return Future.failedFuture("not asked");
        }

        @Override
        public Future<?> close() {
            return Future.succeededFuture();
        }
    }
}
