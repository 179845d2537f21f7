package io.conclave.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.conclave.bus.ControllerRef;
import io.conclave.storage.Authority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may command an agent, and until when. */
@Timeout(20)
class EpochFenceTest {

    @TempDir
    Path folder;

    private EpochFence fence;

    @BeforeEach
    void open() throws Exception {
        fence = EpochFence.in(folder);
    }

    @Test
    void lowerEpochThanTheHighestIsRefused() {
        fence.admit(new ControllerRef("b", 5));

        assertThatThrownBy(() -> fence.admit(new ControllerRef("a", 4)))
                .hasMessageStartingWith("epoch 4 of a is over: b has commanded with epoch 5");
        fence.admit(new ControllerRef("b", 5)).require();
    }

    @Test
    void highestEpochIsRememberedByTheFolder() throws Exception {
        fence.admit(new ControllerRef("b", 5));

        EpochFence afterRestart = EpochFence.in(folder);

        assertThatThrownBy(() -> afterRestart.admit(new ControllerRef("a", 4))).hasMessageContaining("is over");
    }

    @Test
    void commandThatBeganBeforeAHigherEpochCameChangesNothingAfterIt() throws Exception {
        Authority old = fence.admit(new ControllerRef("a", 4));
        assertThat(old.change(() -> "changed")).isEqualTo("changed");

        fence.admit(new ControllerRef("b", 5));

        assertThatThrownBy(old::require).hasMessageContaining("is over");
        assertThatThrownBy(() -> old.change(() -> Files.createFile(folder.resolve("late"))))
                .hasMessageContaining("is over");
        assertThat(folder.resolve("late")).doesNotExist();
    }

    @Test
    void higherEpochIsNotObeyedBeforeAChangeThatIsUnderWayIsMade() throws Exception {
        Authority old = fence.admit(new ControllerRef("a", 4));
        CountDownLatch changing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(1);
        FutureTask<Authority> raised = new FutureTask<>(() -> fence.admit(new ControllerRef("b", 5)));
        Thread raising = new Thread(raised, "raising");
        try {
            Future<?> change = threads.submit(() -> old.change(() -> {
                changing.countDown();
                hold(goOn);
                return null;
            }));
            changing.await();
            raising.start();
            await("the higher epoch to stand before the lock").until(() -> raising.getState() == Thread.State.WAITING);
            assertThat(raised.isDone()).isFalse();

            goOn.countDown();
            raised.get(5, TimeUnit.SECONDS);
            assertThat(change.isDone()).isTrue();
        } finally {
            goOn.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void anotherControllerOfTheSameEpochIsRefusedSinceAnEpochHasOneController() {
        fence.admit(new ControllerRef("a", 5));

        assertThatThrownBy(() -> fence.admit(new ControllerRef("b", 5)))
                .hasMessageContaining("epoch 5 of b is over: a has commanded with epoch 5");
    }

    @Test
    void epochThatCannotBeReadIsNotGuessed() throws Exception {
        Files.writeString(folder.resolve(".epoch.json"), "{\"id\":\"b\",\"epo");

        assertThatThrownBy(() -> EpochFence.in(folder)).hasMessageContaining("cannot be read");
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
