package io.conclave.storage;

import static io.conclave.testing.Answers.done;
import static io.conclave.testing.Answers.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.bus.Problem;
import io.conclave.storage.ChunkStream.Ending;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The least pace of a sender, with a short span. */
class InflowTest {

    private static final int LIMIT = 8 << 20;
    private static final long PACE_MS = 100;

    @TempDir
    Path root;

    private final Vertx vertx = Vertx.vertx();
    private LocalStorage storage;
    private volatile long writeMs;

    @BeforeEach
    void prepare() throws Exception {
        WatchedDisk slow = new WatchedDisk() {
            @Override
            public void before(Call call, Path path) {
                if (call == Call.WRITE && writeMs > 0) {
                    LockSupport.parkNanos(writeMs * 1_000_000);
                }
            }
        };
        Workbench bench = Workbench.on(vertx, FailPoints.OFF, System::nanoTime, Duration.ofSeconds(2));
        storage = LocalStorage.in(bench, "zk1", Files.createDirectory(root.resolve("zk1")), slow, 0, () -> {});
        done(storage.prepare());
    }

    @AfterEach
    void close() {
        done(vertx.close());
    }

    @Test
    void silentSenderIsRefusedAfterOneSpan() {
        Problem problem = problem(receive(stream -> stream.then(Ending.SILENCE)));

        assertThat(problem.status()).isEqualTo(408);
        assertThat(problem.detail()).startsWith("0 bytes came in 100 ms");
    }

    @Test
    void senderOfAByteNowAndThenIsRefusedToo() {
        Problem problem = problem(receive(stream -> {
            stream.then(Ending.SILENCE);
            vertx.setPeriodic(PACE_MS / 4, timer -> stream.later(new byte[] {1}));
        }));

        assertThat(problem.status()).isEqualTo(408);
    }

    @Test
    void senderWhoIsHeldBackByTheDiskIsNotBlamed() {
        writeMs = PACE_MS + 20;

        done(receive(stream -> {
            for (int i = 0; i < 2 * Inflow.WINDOW_BYTES / Inflow.PIECE_BYTES; i++) {
                stream.chunk(new byte[Inflow.PIECE_BYTES]);
            }
        }));
    }

    private Future<Void> receive(Consumer<ChunkStream> sender) {
        Context context = vertx.getOrCreateContext();
        Promise<Void> promise = Promise.promise();
        context.runOnContext(ignored -> {
            ChunkStream stream = new ChunkStream(context);
            Inflow inflow = new Inflow(vertx, context, stream, LIMIT, PACE_MS);
            sender.accept(stream);
            storage.receive("00000000-0000-7000-8000-000000000000", -1)
                    .compose(deposit -> inflow.into(deposit).onComplete(promise).onComplete(end -> deposit.abandon()));
        });
        return promise.future();
    }
}
