package io.conclave.kv.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.data.FixedDirectory;
import io.conclave.kv.data.ServedMember;
import io.conclave.kv.proof.LastWrites.Final;
import io.conclave.kv.replica.WriteResult;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.wire.KeyValueGrpcClient;
import io.conclave.kv.wire.PutRequest;
import io.conclave.kv.wire.PutResponse;
import io.conclave.testing.Alone;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
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
    private static final Duration LONGEST_REST = Duration.ofMillis(10);
    private static final int FEW = 400;
    private static final Duration LIMIT = Duration.ofSeconds(10);

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
        load(operations);
        return new Linearizability(1_000_000, Duration.ofSeconds(20)).faults(history.operations());
    }

    private void load(int operations) throws InterruptedException {
        List<LoadClient> clients = IntStream.rangeClosed(1, 4)
                .mapToObj(number -> new LoadClient(
                        number, wire, history, List.of(served.address()), List.of(), new SplittableRandom(number)))
                .toList();
        try (Load load = new Load(clients, LONGEST_REST)) {
            load.begin(KEYS);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> history.size() > operations);
            load.end();
        }
    }

    private static Future<WriteResult> failed(KvReason reason) {
        return Future.failedFuture(KvException.of(reason, Map.of("detail", "by the test")));
    }

    @Test
    void aStoreThatKeepsItsPromisesPasses() throws Exception {
        assertThat(faultsOf(FEW, done -> done)).isEmpty();
        assertThat(history.operations())
                .allMatch(Operation::done)
                .anyMatch(operation -> operation.call().batch() != Call.ALONE && operation.acknowledgedWrite());
        assertThat(served.member().pages()).isPositive();
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

    @Test
    void aBatchThatIsDoneInPartAndOfUnknownOutcomeIsFound() throws Exception {
        served.member().keepOfBatches(1);
        AtomicInteger count = new AtomicInteger();

        assertThat(faultsOf(
                        FEW,
                        done -> done.result().keys().size() > 1 && count.incrementAndGet() % 2 == 0
                                ? failed(KvReason.OUTCOME_UNKNOWN)
                                : done))
                .isNotEmpty();
    }

    @Test
    void aBatchThatIsDoneInPartAndAcknowledgedIsFound() throws Exception {
        served.member().keepOfBatches(1);

        assertThat(faultsOf(FEW, done -> done)).isNotEmpty();
    }

    @Test
    void aBatchThatDoesNotTellAllItsVersionsIsFound() {
        served.member()
                .onWrite(done -> done.map(
                        all -> new WriteResult(all.applied(), all.keys().subList(0, 1))));

        LoadClient client =
                new LoadClient(1, wire, history, List.of(served.address()), List.of(), new SplittableRandom(1));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < FEW; i++) {
                        client.step(KEYS);
                    }
                })
                .hasMessageContaining("was answered with applied: true");
    }

    @Test
    void aPageOfWhatWasOverwrittenIsFound() throws Exception {
        served.member().scanLate();

        assertThat(faultsOf(FEW, done -> done)).isNotEmpty();
    }

    private WatchedChanges.Findings watched() throws Exception {
        try (ProductClient product = new ProductClient(List.of(served.address()), System::nanoTime);
                ProductClient.Watching watching = product.watch("", LIMIT)) {
            load(FEW);
            LoadClient reader =
                    new LoadClient(9, wire, history, List.of(served.address()), List.of(), new SplittableRandom(9));
            Map<String, Final> end = new TreeMap<>();
            for (String key : KEYS) {
                Answer.Done read = (Answer.Done) reader.read(key, LIMIT).answer();
                end.put(key, read.found() ? new Final(read.value(), read.version()) : Final.ABSENT);
            }
            Map<String, Final> present = new TreeMap<>(end);
            present.values().removeIf(Final.ABSENT::equals);
            assertThat(product.scan("", LIMIT)).isEqualTo(present);
            served.member().onWrite(done -> done);
            // A change that is told is told before the one after it.
            Wire.Reply<PutResponse> last = wire.call(
                    served.address(),
                    KeyValueGrpcClient.Put,
                    PutRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8("last"))
                            .build(),
                    LIMIT);
            assertThat(last.message()).isNotNull();
            Awaitility.await().atMost(LIMIT).until(() -> watching.watched().get(0).told().stream()
                    .anyMatch(told -> told.key().equals("last")));
            List<Watched> told = watching.watched().stream()
                    .map(watch -> new Watched(
                            watch.since(),
                            watch.whole(),
                            watch.told().stream()
                                    .filter(one -> !one.key().equals("last"))
                                    .toList()))
                    .toList();
            return WatchedChanges.of(history.operations(), told, end);
        }
    }

    @Test
    void aWatchOfAStoreThatTellsAllItsChangesPasses() throws Exception {
        WatchedChanges.Findings findings = watched();

        assertThat(findings.faults()).isEmpty();
        assertThat(findings.required()).isGreaterThan(FEW / 10);
    }

    @Test
    void aWatchThatSkipsAChangeIsFound() throws Exception {
        served.member().keepQuietAbout(change -> change.version() % 20 == 0);

        assertThat(watched().faults()).isNotEmpty().anyMatch(fault -> fault.startsWith("not told"));
    }

    @Test
    void aStoreThatRefusesWhatItHasDoneAndTellsOfItIsFound() throws Exception {
        AtomicInteger count = new AtomicInteger();
        served.member().onWrite(done -> count.incrementAndGet() % 20 == 0 ? failed(KvReason.FENCED) : done);

        assertThat(watched().faults()).isNotEmpty().anyMatch(fault -> fault.startsWith("told"));
    }
}
