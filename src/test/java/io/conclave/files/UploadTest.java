package io.conclave.files;

import static io.conclave.testing.Answers.done;
import static io.conclave.testing.Answers.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.bus.Problem;
import io.conclave.storage.ChunkStream;
import io.conclave.storage.ChunkStream.Ending;
import io.conclave.storage.FailPoints;
import io.conclave.storage.Inflow;
import io.conclave.storage.WatchedDisk;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends an upload early, and what it costs to receive one. */
class UploadTest {

    @TempDir
    Path folder;

    private final CountDownLatch writes = new CountDownLatch(1);
    private FileStore store;

    @BeforeEach
    void start() {
        store = new FileStore(folder, new SlowDisk(), FailPoints.OFF).start();
    }

    @AfterEach
    void stop() {
        writes.countDown();
        store.close();
    }

    @Test
    void senderWhoGoesAwayHalfWayLeavesNothing() {
        writes.countDown();

        Problem problem = problem(store.upload("a.bin", chunks(20, Ending.BREAK)));

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.code()).isEqualTo("upload_aborted");
        assertNothingIsKept();
    }

    @Test
    void senderWhoIsGoneBeforeTheFirstByteLeavesNothing() {
        assertThat(problem(store.upload("a.bin", chunks(0, Ending.BREAK))).code())
                .isEqualTo("upload_aborted");
        assertNothingIsKept();
    }

    @Test
    void byteOverTheLimitIsRefusedAndTheRestIsNotTaken() {
        writes.countDown();
        AtomicReference<ChunkStream> sender = new AtomicReference<>();

        Problem problem = problem(store.upload("a.bin", stream -> {
            chunks(400, Ending.END).accept(stream);
            sender.set(stream);
        }));

        assertThat(problem.status()).isEqualTo(413);
        assertThat(sender.get().handedOver()).isBetween((long) FileStore.LIMIT, FileStore.LIMIT + 2L * 65_536);
        assertNothingIsKept();
    }

    @Test
    void uploadOfExactlyTheLimitIsKept() {
        writes.countDown();

        assertThat(done(store.upload("a.bin", chunks(FileStore.LIMIT / 65_536, Ending.END)))
                        .file()
                        .sizeBytes())
                .isEqualTo(FileStore.LIMIT);
    }

    @Test
    void lengthThatIsDeclaredOverTheLimitIsRefusedBeforeItsFirstByte() {
        Upload upload = new Upload("a.bin", FileStore.LIMIT + 1L, "rest");

        assertThat(problem(store.verticle.upload(upload, new ChunkStream(store.vertx.getOrCreateContext())))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void badNameIsRefusedBeforeItsFirstByte() {
        assertThat(problem(store.upload("../x", chunks(1, Ending.END))).field()).isEqualTo("name");
        assertNothingIsKept();
    }

    @Test
    void senderIsHeldBackWhileTheDiskIsBehind() {
        AtomicReference<ChunkStream> sender = new AtomicReference<>();
        Future<UploadedFile> upload = store.upload("a.bin", stream -> {
            chunks(120, Ending.END).accept(stream);
            sender.set(stream);
        });

        await().until(() -> sender.get() != null && sender.get().handedOver() >= Inflow.WINDOW_BYTES);
        await().during(Duration.ofMillis(200))
                .until(() -> sender.get().handedOver() <= Inflow.WINDOW_BYTES + Inflow.PIECE_BYTES + 65_536);
        writes.countDown();

        assertThat(done(upload).file().sizeBytes()).isEqualTo(120L * 65_536);
    }

    @Test
    void uploadsThatRunWhenTheControllerEndsAreEndedAndLeaveNothing() {
        writes.countDown();
        List<Future<UploadedFile>> uploads = new ArrayList<>();
        for (int i = 0; i < Uploads.WIDTH + 3; i++) {
            uploads.add(store.upload("a.bin", chunks(3, Ending.SILENCE)));
        }
        await().until(() -> store.onDisk().size() == Uploads.WIDTH);

        done(store.vertx.undeploy(store.verticle.deploymentID()));

        assertThat(uploads)
                .allSatisfy(upload -> assertThat(problem(upload).code()).isEqualTo("closing"));
        assertNothingIsKept();
    }

    private static Consumer<ChunkStream> chunks(int count, Ending ending) {
        return stream -> {
            for (int i = 0; i < count; i++) {
                stream.chunk(new byte[65_536]);
            }
            stream.then(ending);
        };
    }

    private void assertNothingIsKept() {
        assertThat(store.onDisk()).isEmpty();
        assertThat(store.rows()).isEmpty();
        assertThat(store.outbox()).isEmpty();
    }

    /** Writes nothing until it is let. */
    private final class SlowDisk extends WatchedDisk {

        @Override
        public void before(Call call, Path path) {
            try {
                if (call == Call.WRITE) {
                    writes.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
