package io.conclave.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.config.CoordinationSettings;
import io.conclave.config.NodeAddress;
import io.conclave.testing.RealZooKeeper;
import io.conclave.testing.Relay;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Members of a real cluster, one of which loses the ensemble. */
class ClusterMemberIT {

    @RegisterExtension
    static final RealZooKeeper ZOOKEEPER = RealZooKeeper.ofServers(1);

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SESSION = Duration.ofSeconds(2);

    private final String root = ZOOKEEPER.freshRoot();
    private final Listening near = new Listening("near");
    private final Listening far = new Listening("far");
    private Relay relay;
    private ClusterMember nearMember;
    private ClusterMember farMember;

    /** Hears everybody, and counts its memberships. */
    private static final class Listening implements ClusterMember.User {

        private final String name;
        private final Set<String> heard = ConcurrentHashMap.newKeySet();
        private final AtomicInteger memberships = new AtomicInteger();
        private volatile EventBus bus;

        private Listening(String name) {
            this.name = name;
        }

        @Override
        public void joined(Vertx vertx, EventBus joined) {
            memberships.incrementAndGet();
            joined.<String>consumer("news", message -> heard.add(message.body()));
            bus = joined;
        }

        @Override
        public void left() {
            bus = null;
        }

        private void tell() {
            EventBus now = bus;
            if (now != null) {
                now.publish("news", name);
            }
        }
    }

    @BeforeEach
    void join() throws IOException {
        NodeAddress server = ZOOKEEPER.ensemble().nodes().get(0);
        relay = Relay.to(server.port());
        nearMember = new ClusterMember(settings(server), "127.0.0.1", near);
        farMember = new ClusterMember(
                settings(NodeAddress.of("zk1", "127.0.0.1", relay.base().getPort())), "127.0.0.1", far);
        nearMember.open();
        farMember.open();
        awaitEachOther();
    }

    @AfterEach
    void leave() throws IOException {
        farMember.close();
        nearMember.close();
        relay.close();
    }

    private CoordinationSettings settings(NodeAddress server) {
        return new CoordinationSettings(List.of(server), root, SESSION);
    }

    private void awaitEachOther() {
        near.heard.clear();
        far.heard.clear();
        await("each to hear the other")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    near.tell();
                    far.tell();
                    return near.heard.contains("far") && far.heard.contains("near");
                });
    }

    @Test
    void memberWhoseSessionHasEndedIsReplacedWhenItIsRenewedAndIsHeardAgain() {
        int before = far.memberships.get();
        relay.cut();
        await("the far one's session to end").atMost(LIMIT).until(() -> {
            near.heard.clear();
            far.tell();
            near.tell();
            return ZOOKEEPER.children(root + "/cluster/cluster/nodes").size() == 1;
        });
        relay.mend();

        farMember.renew("its session has ended");

        await("another membership").atMost(LIMIT).until(() -> far.memberships.get() > before);
        awaitEachOther();
        assertThat(near.memberships).hasValue(1);
    }
}
