package io.conclave.kv.znodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.conclave.testing.RealZooKeeper;
import io.conclave.testing.Relay;
import io.conclave.znodes.SessionState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DataRegistrationIT {

    @RegisterExtension
    static final RealZooKeeper ZOOKEEPER = RealZooKeeper.ofServers(1);

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final String root = ZOOKEEPER.freshRoot();
    private final String group = root + "/data/g1";
    private final List<KvCoordination> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(KvCoordination::close);
    }

    @Test
    void membersThatAskAtOnceGetDifferentNumbersFromTop() throws Exception {
        List<Future<Integer>> asked = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            asked.add(DataRegistration.allocate(connected(LONG), "g1"));
        }
        List<Integer> numbers = new ArrayList<>();
        for (Future<Integer> each : asked) {
            numbers.add(result(each));
        }
        assertThat(numbers).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(ZOOKEEPER.text(group + "/top")).contains("8");
        assertThat(ZOOKEEPER.children(group)).containsExactly("epoch", "isr", "primary", "top");
        assertThat(ZOOKEEPER.children(root + "/data/lock")).isEmpty();
    }

    @Test
    void aNumberIsGivenOnceTheContactIsBackThatWasLostMeanwhile() throws Exception {
        String queue = root + "/data/lock";
        try (ZooKeeper other = RealZooKeeper.connect(ZOOKEEPER.connectString());
                Relay relay = Relay.to(ZOOKEEPER.port())) {
            KvCoordination member = connected("127.0.0.1:" + relay.base().getPort(), SHORT);
            String held = other.create(
                    queue + "/other-", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL_SEQUENTIAL);
            Future<Integer> asked = DataRegistration.allocate(member, "g1");
            await().atMost(LIMIT).until(() -> ZOOKEEPER.children(queue).size() == 2);

            relay.cut();
            await("the end of its session")
                    .atMost(LIMIT)
                    .until(() -> ZOOKEEPER.children(queue).size() == 1);
            other.delete(held, -1);
            assertThat(asked.isComplete()).isFalse();
            relay.mend();

            assertThat(result(asked)).isEqualTo(1);
        }
    }

    @Test
    void theFirstThatIsRegisteredIsTheInSyncSetOfANewGroupAndNoOther() throws Exception {
        KvCoordination first = connected(LONG);
        KvCoordination second = connected(LONG);
        int one = result(DataRegistration.allocate(first, "g1"));
        int two = result(DataRegistration.allocate(second, "g1"));

        List<Registration> secondTold = keep(second, two, Set.of());
        awaitRegistered(secondTold);
        List<Registration> firstTold = keep(first, one, Set.of());
        awaitRegistered(firstTold);

        assertThat(ZOOKEEPER.text(group + "/isr")).contains("[2]");
        assertThat(ZOOKEEPER.text(group + "/primary")).as("the master's affair").contains("");
        assertThat(ZOOKEEPER.text(group + "/1")).contains("127.0.0.1:8001");
    }

    @Test
    void aZnodeOfAFormerSessionOfItsOwnIsReplacedAtOnce() throws Exception {
        KvCoordination member = connected(LONG);
        int number = result(DataRegistration.allocate(member, "g1"));
        try (ZooKeeper former = RealZooKeeper.connect(ZOOKEEPER.connectString())) {
            register(former, number);

            awaitRegistered(keep(member, number, Set.of(former.getSessionId())));

            assertThat(ZOOKEEPER.stat(group + "/1").orElseThrow().getEphemeralOwner())
                    .isNotEqualTo(former.getSessionId());
        }
    }

    @Test
    void aForeignZnodeUnderItsNumberIsWaitedForAndNeverTouched() throws Exception {
        KvCoordination member = connected(LONG);
        int number = result(DataRegistration.allocate(member, "g1"));
        List<Registration> told;
        try (ZooKeeper foreign = RealZooKeeper.connect(ZOOKEEPER.connectString())) {
            register(foreign, number);
            told = keep(member, number, Set.of());
            await().atMost(LIMIT).until(() -> told.stream()
                    .anyMatch(state -> state instanceof Registration.Waiting waiting
                            && waiting.detail().contains("registered at 10.0.0.1:1")));
            assertThat(ZOOKEEPER.stat(group + "/1").orElseThrow().getEphemeralOwner())
                    .isEqualTo(foreign.getSessionId());
        }
        awaitRegistered(told);
    }

    @Test
    void aRegistrationIsTakenBackWhileTheSessionGoesOnAndIsNotMadeAnew() throws Exception {
        KvCoordination member = connected(LONG);
        int number = result(DataRegistration.allocate(member, "g1"));
        Promise<Void> registered = Promise.promise();
        DataRegistration registration = DataRegistration.keep(member, "g1", number, "10.0.0.2:1", Set.of(), state -> {
            if (state instanceof Registration.Registered) {
                registered.tryComplete();
            }
        });
        result(registered.future());

        result(registration.withdraw());

        assertThat(ZOOKEEPER.children(group)).containsExactly("epoch", "isr", "primary", "top");
        assertThat(member.state()).isInstanceOf(SessionState.Connected.class);
        try (ZooKeeper other = RealZooKeeper.connect(ZOOKEEPER.connectString())) {
            register(other, number);
            result(registration.withdraw());
            assertThat(ZOOKEEPER.text(group + "/1")).as("that of another").contains("10.0.0.1:1");
        }
    }

    @Test
    void aMemberThatIsNotRegisteredTakesNobodysRegistrationBack() throws Exception {
        KvCoordination member = connected(LONG);
        int number = result(DataRegistration.allocate(member, "g1"));
        try (ZooKeeper foreign = RealZooKeeper.connect(ZOOKEEPER.connectString())) {
            register(foreign, number);
            Promise<Void> waits = Promise.promise();
            DataRegistration registration =
                    DataRegistration.keep(member, "g1", number, "10.0.0.2:1", Set.of(), state -> {
                        if (state instanceof Registration.Waiting) {
                            waits.tryComplete();
                        }
                    });
            result(waits.future());

            result(registration.withdraw());

            assertThat(ZOOKEEPER.text(group + "/1")).contains("10.0.0.1:1");
        }
    }

    @Test
    void aForeignZnodeThatStaysIsRefusedWithItsAddress() throws Exception {
        KvCoordination member = connected(SHORT);
        int number = result(DataRegistration.allocate(member, "g1"));
        try (ZooKeeper foreign = RealZooKeeper.connect(ZOOKEEPER.connectString())) {
            register(foreign, number);

            List<Registration> told = keep(member, number, Set.of());

            await().atMost(LIMIT).until(() -> last(told) instanceof Registration.Refused);
            assertThat(((Registration.Refused) last(told)).detail()).contains("member 1 of group g1", "10.0.0.1:1");
            assertThat(ZOOKEEPER.stat(group + "/1").orElseThrow().getEphemeralOwner())
                    .isEqualTo(foreign.getSessionId());
        }
    }

    @Test
    void aSessionThatIsOverIsANewRegistrationUnderTheSameNumber() throws Exception {
        try (Relay relay = Relay.to(ZOOKEEPER.port())) {
            KvCoordination member = connected("127.0.0.1:" + relay.base().getPort(), SHORT);
            int number = result(DataRegistration.allocate(member, "g1"));
            List<Registration> told = keep(member, number, Set.of());
            awaitRegistered(told);
            Registration before = last(told);
            long registeredAt = ZOOKEEPER.stat(group + "/1").orElseThrow().getCzxid();

            relay.cut();
            await().atMost(LIMIT).until(() -> last(told) instanceof Registration.Waiting);
            await().atMost(LIMIT).until(() -> ZOOKEEPER.stat(group + "/1").isEmpty());
            relay.mend();

            awaitRegistered(told);
            assertThat(last(told)).isNotEqualTo(before);
            assertThat(ZOOKEEPER.stat(group + "/1").orElseThrow().getCzxid()).isGreaterThan(registeredAt);
            assertThat(ZOOKEEPER.text(group + "/top")).contains("1");
        }
    }

    @Test
    void aNumberThatThisEnsembleNeverGaveIsRefusedAsOfAnotherEnsemble() throws Exception {
        KvCoordination member = connected(LONG);
        List<Registration> told = keep(member, 7, Set.of());
        await().atMost(LIMIT).until(() -> last(told) instanceof Registration.Refused);
        assertThat(((Registration.Refused) last(told)).detail()).contains("never gave the number 7", "wiped");
        assertThat(ZOOKEEPER.children(root + "/data")).containsExactly("lock");
    }

    @Test
    void znodesThatMakeNoSenseRefuseTheRegistrationByPath() throws Exception {
        KvCoordination member = connected(LONG);
        int number = result(DataRegistration.allocate(member, "g1"));
        ZOOKEEPER.set(group + "/epoch", "many");
        List<Registration> told = keep(member, number, Set.of());
        await().atMost(LIMIT).until(() -> last(told) instanceof Registration.Refused);
        assertThat(((Registration.Refused) last(told)).detail()).contains(group + "/epoch", "\"many\"");
        ZOOKEEPER.set(group + "/top", "-1");
        assertThatThrownBy(() -> result(DataRegistration.allocate(member, "g1")))
                .hasMessageContaining(group + "/top")
                .hasMessageContaining("\"-1\"");
        assertThatThrownBy(() -> DataRegistration.allocate(member, "lock")).hasMessageContaining("group's name");
    }

    private void register(ZooKeeper client, int number) throws Exception {
        client.create(
                group + "/" + number,
                "10.0.0.1:1".getBytes(StandardCharsets.UTF_8),
                ZooDefs.Ids.OPEN_ACL_UNSAFE,
                CreateMode.EPHEMERAL);
    }

    private List<Registration> keep(KvCoordination member, int number, Set<Long> former) {
        List<Registration> told = new CopyOnWriteArrayList<>();
        DataRegistration.keep(member, "g1", number, "127.0.0.1:800" + number, former, told::add);
        return told;
    }

    private static Registration last(List<Registration> told) {
        return told.isEmpty() ? new Registration.Waiting("") : told.get(told.size() - 1);
    }

    private static void awaitRegistered(List<Registration> told) {
        await().atMost(LIMIT).until(() -> last(told) instanceof Registration.Registered);
    }

    private static <T> T result(Future<T> future) throws Exception {
        return future.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private KvCoordination connected(Duration timeout) {
        return connected(ZOOKEEPER.connectString(), timeout);
    }

    private KvCoordination connected(String connectString, Duration timeout) {
        KvCoordination coordination = KvCoordination.open(new CoordinationOptions(connectString, root, timeout));
        opened.add(coordination);
        await().atMost(LIMIT).until(() -> coordination.cluster().current().isPresent());
        return coordination;
    }
}
