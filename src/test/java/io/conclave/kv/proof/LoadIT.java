package io.conclave.kv.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.data.FixedDirectory;
import io.conclave.kv.data.ServedMember;
import io.conclave.kv.replica.WriteResult;
import io.conclave.kv.ring.RingState;
import io.conclave.testing.Alone;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The clients and the checker together, on a store of one member in memory that keeps its promises, or does not. */
@Alone
class LoadIT {

    private static final List<String> KEYS = List.of("a", "b", "c");
    private static final int FEW = 400;

    /** A write that was refused and done is found only where it is read before the next one. */
    private static final int MANY = 1_500;

    private final Vertx vertx = Vertx.vertx();
    private final Wire wire = new Wire();
    private final History history = new History(System::nanoTime);
    private ServedMember served;

    @BeforeEach
    void start() throws Exception {
        served = ServedMember.start(vertx, "g1", new FixedDirectory(RingState.settled(1, 2, Set.of("g1"))));
    }

    @AfterEach
    void end() throws Exception {
        served.close();
        wire.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Map<String, Verdict> faultsOf(int operations, UnaryOperator<Future<WriteResult>> onWrite)
            throws InterruptedException {
        served.member().onWrite(onWrite);
        List<LoadClient> clients = IntStream.rangeClosed(1, 4)
                .mapToObj(number -> new LoadClient(
                        number, wire, history, List.of(served.address()), List.of(), new SplittableRandom(number)))
                .toList();
        try (Load load = new Load(clients)) {
            load.begin(KEYS);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> history.size() > operations);
            load.end();
        }
        return new Linearizability(1_000_000, Duration.ofSeconds(20)).faults(history.operations());
    }

    private static Future<WriteResult> failed(KvReason reason) {
        return Future.failedFuture(KvException.of(reason, Map.of("detail", "by the test")));
    }

    @Test
    void aStoreThatKeepsItsPromisesPasses() throws Exception {
        assertThat(faultsOf(FEW, done -> done)).isEmpty();
        assertThat(history.operations()).allMatch(Operation::done);
    }

    @Test
    void aStoreThatSaysWhatItDoesNotKnowPasses() throws Exception {
        AtomicInteger count = new AtomicInteger();

        assertThat(faultsOf(FEW, done -> count.incrementAndGet() % 5 == 0 ? failed(KvReason.OUTCOME_UNKNOWN) : done))
                .isEmpty();
        assertThat(history.operations()).anyMatch(Operation::unknown);
    }

    @Test
    void aStoreThatRefusesWhatItHasDoneIsFound() throws Exception {
        AtomicInteger count = new AtomicInteger();

        assertThat(faultsOf(MANY, done -> count.incrementAndGet() % 20 == 0 ? failed(KvReason.FENCED) : done))
                .isNotEmpty();
    }
}
