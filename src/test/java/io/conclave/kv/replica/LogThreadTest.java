package io.conclave.kv.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogThreadTest {

    private static final LogThread.Hold FOR_LONG = new LogThread.Hold(TimeUnit.MINUTES.toNanos(10), Integer.MAX_VALUE);

    private final Turns turns = new Turns();
    private final LogThread thread = new LogThread("log-thread-test", turns);

    @AfterEach
    void end() throws InterruptedException {
        thread.end();
    }

    @Test
    void writesThatCameTogetherGoTogether() {
        submit(3);
        thread.start();
        awaitDone("w", "w", "w", "end");
    }

    @Test
    void otherWorkGoesBeforeWritesAndHasATurnOfItsOwn() {
        submit(1);
        thread.execute(() -> turns.done.add("work"));
        thread.start();
        awaitDone("work", "end", "w", "end");
    }

    @Test
    void writesThatAreHeldBackDoNotKeepOtherWorkWaiting() {
        turns.holds = waiting -> FOR_LONG;
        thread.start();
        submit(2);
        thread.execute(() -> turns.done.add("work"));
        awaitDone("work", "end");
    }

    @Test
    void otherWorkMayEndTheWait() {
        turns.holds = waiting -> FOR_LONG;
        thread.start();
        submit(2);
        thread.execute(() -> turns.holds = waiting -> LogThread.Hold.NONE);
        awaitDone("end", "w", "w", "end");
    }

    @Test
    void writesWaitNoLongerOnceThereAreEnough() {
        turns.holds = waiting -> new LogThread.Hold(TimeUnit.MINUTES.toNanos(10), 3);
        thread.start();
        submit(2);
        await().until(() -> turns.asked > 0);
        assertThat(turns.done).isEmpty();
        submit(1);
        awaitDone("w", "w", "w", "end");
    }

    @Test
    void writesWaitNoLongerThanTheyAreToldTo() {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
        turns.holds = waiting -> new LogThread.Hold(until - System.nanoTime(), Integer.MAX_VALUE);
        thread.start();
        submit(1);
        awaitDone("w", "end");
        assertThat(System.nanoTime()).isGreaterThanOrEqualTo(until);
    }

    @Test
    void whatWaitsWhenTheThreadEndsIsTakenAllTheSameSoThatItIsAnswered() throws InterruptedException {
        turns.holds = waiting -> FOR_LONG;
        thread.start();
        submit(2);
        await().until(() -> turns.asked > 0);
        thread.end();
        assertThat(turns.done).containsExactly("w", "w", "end");
    }

    @Test
    void aTurnThatFailsIsToldOfAndTheNextGoesOn() {
        thread.execute(() -> {
            throw new IllegalStateException("by the test");
        });
        thread.start();
        thread.execute(() -> turns.done.add("work"));
        await().until(() -> turns.done.contains("work"));
        assertThat(turns.done).contains("failed: by the test");
    }

    private void submit(int writes) {
        for (int i = 0; i < writes; i++) {
            thread.submit(new WriteCall(new Write(List.of(), null, Long.MAX_VALUE), null));
        }
    }

    private void awaitDone(String... expected) {
        await().atMost(Duration.ofSeconds(10)).until(() -> turns.done.size() >= expected.length);
        assertThat(turns.done).containsExactly(expected);
    }

    /** Notes what it is asked to do. */
    private static final class Turns implements LogThread.Turns {

        private final List<String> done = new CopyOnWriteArrayList<>();
        private volatile IntFunction<LogThread.Hold> holds = waiting -> LogThread.Hold.NONE;
        private volatile int asked;

        @Override
        public void accept(WriteCall call) {
            done.add("w");
        }

        @Override
        public LogThread.Hold hold(int writes) {
            asked = writes;
            return holds.apply(writes);
        }

        @Override
        public void endOfTurn() {
            done.add("end");
        }

        @Override
        public void failed(Throwable failure) {
            done.add("failed: " + failure.getMessage());
        }
    }
}
