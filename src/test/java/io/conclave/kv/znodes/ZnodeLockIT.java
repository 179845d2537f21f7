package io.conclave.kv.znodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.testing.RealZooKeeper;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ZnodeLockIT {

    @RegisterExtension
    static final RealZooKeeper ZOOKEEPER = RealZooKeeper.ofServers(1);

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int CANDIDATES = 100;

    private final String root = ZOOKEEPER.freshRoot();
    private final List<KvCoordination> opened = new ArrayList<>();

    private final AtomicInteger holders = new AtomicInteger();
    private final AtomicInteger mostHolders = new AtomicInteger();
    private final Queue<Integer> held = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        opened.forEach(KvCoordination::end);
        opened.forEach(KvCoordination::close);
    }

    @Test
    void ofAHundredCandidatesEachHoldsItOnceAndNoTwoAtATime() throws Exception {
        List<Future<Void>> done = new ArrayList<>();
        for (int i = 0; i < CANDIDATES; i++) {
            int number = i;
            KvCoordination candidate = connected();
            done.add(candidate.ask(client -> ZnodeLock.take(client, lock()).compose(lock -> {
                mostHolders.accumulateAndGet(holders.incrementAndGet(), Math::max);
                held.add(number);
                // An answer of the ensemble lies between taking and letting go.
                return client.sync(lock()).compose(synced -> {
                    holders.decrementAndGet();
                    return lock.release();
                });
            })));
        }
        for (Future<Void> each : done) {
            each.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(held).doesNotHaveDuplicates().hasSize(CANDIDATES);
        assertThat(mostHolders).hasValue(1);
        assertThat(ZOOKEEPER.children(lock())).isEmpty();
    }

    @Test
    void aHolderAndAWaitingOneWhoseSessionsEndHoldUpNobody() throws Exception {
        KvCoordination holder = connected();
        KvCoordination second = connected();
        KvCoordination third = connected();
        holder.ask(client -> ZnodeLock.take(client, lock())).await(LIMIT.toSeconds(), TimeUnit.SECONDS);
        second.ask(client -> ZnodeLock.take(client, lock()));
        await().atMost(LIMIT).until(() -> ZOOKEEPER.children(lock()).size() == 2);
        Future<ZnodeLock> taken = third.ask(client -> ZnodeLock.take(client, lock()));
        await().atMost(LIMIT).until(() -> ZOOKEEPER.children(lock()).size() == 3);

        second.close();
        await().atMost(LIMIT).until(() -> ZOOKEEPER.children(lock()).size() == 2);
        assertThat(taken.isComplete()).isFalse();
        holder.close();

        taken.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private String lock() {
        return root + "/data/lock";
    }

    private KvCoordination connected() {
        KvCoordination coordination =
                KvCoordination.open(new CoordinationOptions(ZOOKEEPER.connectString(), root, TIMEOUT));
        opened.add(coordination);
        await().atMost(LIMIT).until(() -> coordination.cluster().current().isPresent());
        return coordination;
    }
}
