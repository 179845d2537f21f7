package io.conclave.kv.show;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.kv.KvReason;
import io.conclave.kv.ring.RingState;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckerTest {

    private final Vertx vertx = Vertx.vertx();
    /** The one that the checker lives on, whichever thread asks. */
    private final Context context = vertx.getOrCreateContext();

    private final MemoryStore store = new MemoryStore();
    private final Checker checker = new Checker(vertx, store, Clock.systemUTC(), System::nanoTime);

    private void begin() {
        context.runOnContext(start -> {
            checker.follow(RingState.settled(1, 8, List.of("g1", "g2")));
            checker.turn(true);
        });
    }

    private ShownChecker shown() {
        return Future.<ShownChecker>future(promise -> context.runOnContext(look -> promise.complete(checker.shown())))
                .await();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void writesToEveryGroupAndFindsWhatItWrote() {
        begin();

        await().until(() -> shown().acknowledged() > 20);
        assertThat(shown().lost()).isZero();
        assertThat(shown().groups())
                .extracting(ShownChecker.CheckedGroup::group)
                .containsExactly("g1", "g2");
        assertThat(shown().reads()).isPositive();
    }

    @Test
    void storeThatForgetsIsFoundOut() {
        begin();
        await().until(() -> shown().acknowledged() > 10);

        store.forgets = true;

        await().until(() -> shown().lost() > 0);
        assertThat(shown().losses()).isNotEmpty();
    }

    @Test
    void unknownOutcomesAreCountedAndAreNoLoss() {
        store.unknown = true;
        begin();

        await().until(() -> shown().unknown() > 5);
        assertThat(shown().lost()).isZero();
        assertThat(shown().acknowledged()).isZero();
    }

    @Test
    void whenItIsTurnedOffItRests() {
        begin();
        await().until(() -> shown().acknowledged() > 4);
        context.runOnContext(off -> checker.turn(false));

        await().until(() -> {
            long before = shown().acknowledged();
            return before
                    == await().pollDelay(300, TimeUnit.MILLISECONDS).until(() -> shown().acknowledged(), n -> true);
        });
    }

    /** Keeps values in memory, and can be made to be wrong. */
    private static final class MemoryStore implements StoreAccess {

        private final Map<String, byte[]> values = new ConcurrentHashMap<>();
        private volatile boolean forgets;
        private volatile boolean unknown;

        @Override
        public Future<Stored> put(byte[] key, byte[] value, Long ifVersion) {
            if (!forgets) {
                values.put(new String(key, UTF_8), value);
            }
            return unknown
                    ? Future.failedFuture(new StoreFailure(KvReason.OUTCOME_UNKNOWN, "nobody knows"))
                    : Future.succeededFuture(new Stored(true, 1));
        }

        @Override
        public Future<Value> get(byte[] key) {
            byte[] value = values.get(new String(key, UTF_8));
            return Future.succeededFuture(new Value(value != null, value == null ? new byte[0] : value, 1));
        }

        @Override
        public Future<Stored> delete(byte[] key) {
            return Future.succeededFuture(new Stored(true, 1));
        }

        @Override
        public Future<?> close() {
            return Future.succeededFuture();
        }
    }
}
