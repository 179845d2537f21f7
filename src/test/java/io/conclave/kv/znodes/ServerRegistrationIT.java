package io.conclave.kv.znodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.testing.RealZooKeeper;
import io.conclave.testing.Relay;
import io.conclave.znodes.SessionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ServerRegistrationIT {

    @RegisterExtension
    static final RealZooKeeper ZOOKEEPER = RealZooKeeper.ofServers(1);

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final int RACES = 25;

    private final String root = ZOOKEEPER.freshRoot();
    private final List<Server> servers = new ArrayList<>();

    @AfterEach
    void close() {
        servers.forEach(Server::close);
    }

    @Test
    void serversGetTheirNumbersFromTopAndTheFirstIsMaster() {
        Server first = server("127.0.0.1:7001");
        await().atMost(LIMIT).until(first::isMaster);
        Server second = server("127.0.0.1:7002");
        await().atMost(LIMIT).until(() -> second.number() == 2);
        Server third = server("127.0.0.1:7003");
        await().atMost(LIMIT).until(() -> third.number() == 3);

        assertThat(ZOOKEEPER.children(root + "/server")).containsExactly("0", "1", "2", "3", "lock", "top");
        assertThat(ZOOKEEPER.text(root + "/server/top")).contains("3");
        assertThat(ZOOKEEPER.text(root + "/server/0")).contains("127.0.0.1:7001 1");
        assertThat(ZOOKEEPER.text(root + "/server/2")).contains("127.0.0.1:7002");
        assertThat(ZOOKEEPER.children(root + "/server/lock"))
                .as("nobody keeps the lock")
                .isEmpty();
        assertThat(owner(root + "/server/0")).isEqualTo(owner(root + "/server/1"));
        assertThat(owner(root + "/server/2")).isNotZero().isNotEqualTo(owner(root + "/server/1"));
        assertThat(second.role()).isEqualTo(new ServerRole.Standby(2));
    }

    @Test
    void whenTheMasterEndsTheNextOneTakesOverAtOnce() {
        Server first = server("127.0.0.1:7001");
        await().atMost(LIMIT).until(first::isMaster);
        Server second = server("127.0.0.1:7002");
        await().atMost(LIMIT).until(() -> second.number() == 2);

        long began = System.nanoTime();
        first.close();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(second::isMaster);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        assertThat(ZOOKEEPER.text(root + "/server/0")).contains("127.0.0.1:7002 2");
        assertThat(ZOOKEEPER.children(root + "/server")).containsExactly("0", "2", "lock", "top");
    }

    @Test
    void ofTwoThatRaceExactlyOneIsMasterEachTime() {
        Server waiting = server("127.0.0.1:7000");
        await().atMost(LIMIT).until(waiting::isMaster);
        for (int race = 1; race <= RACES; race++) {
            Server master =
                    servers.stream().filter(Server::isMaster).findFirst().orElseThrow();
            Server one = server("127.0.0.1:" + (7_000 + 2 * race));
            Server two = server("127.0.0.1:" + (7_001 + 2 * race));
            await().atMost(LIMIT).until(() -> one.number() > 0 && two.number() > 0);
            assertThat(one.number()).isNotEqualTo(two.number());
            master.close();
            servers.remove(master);
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> masters() == 1);
            Server next = servers.stream().filter(Server::isMaster).findFirst().orElseThrow();
            assertThat(ZOOKEEPER.text(root + "/server/0")).contains(next.address + " " + next.number());
            for (Server loser : List.copyOf(servers)) {
                if (loser != next) {
                    loser.close();
                    servers.remove(loser);
                }
            }
        }
        assertThat(ZOOKEEPER.text(root + "/server/top")).contains(String.valueOf(1 + 2 * RACES));
    }

    @Test
    void aSessionThatIsOverIsANewRegistrationWithANewNumber() throws Exception {
        try (Relay relay = Relay.to(ZOOKEEPER.port())) {
            Server cut = server("127.0.0.1:7001", "127.0.0.1:" + relay.base().getPort());
            await().atMost(LIMIT).until(cut::isMaster);
            Server other = server("127.0.0.1:7002");
            await().atMost(LIMIT).until(() -> other.number() == 2);

            relay.cut();
            await().atMost(LIMIT).until(() -> cut.role() instanceof ServerRole.Waiting);
            assertThat(other.isMaster())
                    .as("a lost contact is not yet a lost session")
                    .isFalse();
            await().atMost(LIMIT).until(other::isMaster);
            relay.mend();

            await().atMost(LIMIT).until(() -> cut.role().equals(new ServerRole.Standby(3)));
            assertThat(ZOOKEEPER.children(root + "/server")).containsExactly("0", "2", "3", "lock", "top");
            assertThat(cut.roles).contains(new ServerRole.Waiting());
        }
    }

    @Test
    void aMasterWhoseContactIsBackInTimeGoesOnAsTheSame() throws Exception {
        try (Relay relay = Relay.to(ZOOKEEPER.port())) {
            Server cut = server("127.0.0.1:7001", "127.0.0.1:" + relay.base().getPort(), Duration.ofSeconds(10));
            await().atMost(LIMIT).until(cut::isMaster);
            ServerRole before = cut.role();

            relay.cut();
            await().atMost(LIMIT).until(() -> cut.role() instanceof ServerRole.Waiting);
            relay.mend();

            await().atMost(LIMIT).until(cut::isMaster);
            assertThat(cut.role()).isEqualTo(before);
            assertThat(ZOOKEEPER.text(root + "/server/top")).contains("1");
        }
    }

    @Test
    void whereTheMastersZnodeIsDeletedByHandTheRaceBeginsAnew() {
        Server first = server("127.0.0.1:7001");
        await().atMost(LIMIT).until(first::isMaster);
        Server second = server("127.0.0.1:7002");
        await().atMost(LIMIT).until(() -> second.number() == 2);

        ZOOKEEPER.delete(root + "/server/0");

        await().atMost(LIMIT).until(() -> ZOOKEEPER.text(root + "/server/0").isPresent() && masters() == 1);
        Server master = first.isMaster() ? first : second;
        assertThat(ZOOKEEPER.text(root + "/server/0")).contains(master.address + " " + master.number());
        assertThat(first.roles).contains(new ServerRole.Waiting());
    }

    @Test
    void aForeignHolderOfTheLockIsWaitedFor() throws Exception {
        Server first = server("127.0.0.1:7001");
        await().atMost(LIMIT).until(first::isMaster);
        try (var foreign = RealZooKeeper.connect(ZOOKEEPER.connectString())) {
            foreign.create(
                    root + "/server/lock/someone-",
                    new byte[0],
                    org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE,
                    CreateMode.EPHEMERAL_SEQUENTIAL);
            Server second = server("127.0.0.1:7002");
            await().atMost(LIMIT)
                    .until(() -> ZOOKEEPER.children(root + "/server/lock").size() == 2);
            assertThat(second.role()).isEqualTo(new ServerRole.Waiting());
            foreign.close();
            await().atMost(LIMIT).until(() -> second.number() == 2);
        }
    }

    @Test
    void aTopThatIsNoNumberIsRefusedByNameAndNothingIsWritten() {
        Server first = server("127.0.0.1:7001");
        await().atMost(LIMIT).until(first::isMaster);
        ZOOKEEPER.set(root + "/server/top", "many");

        Server second = server("127.0.0.1:7002");

        await().atMost(LIMIT).until(() -> second.role() instanceof ServerRole.Refused);
        assertThat(((ServerRole.Refused) second.role()).detail())
                .contains(root + "/server/top")
                .contains("\"many\"");
        assertThat(ZOOKEEPER.text(root + "/server/top")).contains("many");
        assertThat(ZOOKEEPER.children(root + "/server")).containsExactly("0", "1", "lock", "top");
    }

    private long masters() {
        return servers.stream().filter(Server::isMaster).count();
    }

    private static long owner(String path) {
        return ZOOKEEPER.stat(path).orElseThrow().getEphemeralOwner();
    }

    private Server server(String address) {
        return server(address, ZOOKEEPER.connectString());
    }

    private Server server(String address, String connectString) {
        return server(address, connectString, Duration.ofMillis(1_500));
    }

    private Server server(String address, String connectString, Duration timeout) {
        Server server = new Server(address, new CoordinationOptions(connectString, root, timeout));
        servers.add(server);
        return server;
    }

    private static final class Server implements AutoCloseable {

        final String address;
        final List<ServerRole> roles = new CopyOnWriteArrayList<>();
        private final KvCoordination coordination;

        Server(String address, CoordinationOptions options) {
            this.address = address;
            coordination = KvCoordination.open(options);
            ServerRegistration.keep(coordination, address, roles::add);
        }

        ServerRole role() {
            return Optional.of(roles)
                    .filter(told -> !told.isEmpty())
                    .map(told -> told.get(told.size() - 1))
                    .orElse(new ServerRole.Waiting());
        }

        boolean isMaster() {
            return role() instanceof ServerRole.Master && coordination.state() instanceof SessionState.Connected;
        }

        int number() {
            return role() instanceof ServerRole.Master master
                    ? master.number()
                    : role() instanceof ServerRole.Standby standby ? standby.number() : 0;
        }

        @Override
        public void close() {
            coordination.close();
        }
    }
}
