package io.conclave.kv.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.log.LogRecord;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangeHistoryTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final ChangeHistory history = new ChangeHistory(0);
    private final LogThread thread = new LogThread("log", new LogThread.Turns() {
        @Override
        public void accept(WriteCall call) {}

        @Override
        public LogThread.Hold hold(int writes) {
            return LogThread.Hold.NONE;
        }

        @Override
        public void endOfTurn() {}

        @Override
        public void failed(Throwable failure) {
            throw new IllegalStateException(failure);
        }
    });
    private final List<Change> told = new CopyOnWriteArrayList<>();
    private final List<KvReason> ended = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        thread.end();
    }

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @Test
    void changesOfAPrefixAreToldFromAVersionOn() {
        thread.start();
        watch(new WatchQuery("k".getBytes(UTF_8), 1, false), true);
        thread.execute(() -> {
            put("k1", 1);
            put("k2", 2);
            put("other", 3);
            put("k3", 4);
            history.tell();
        });
        Awaitility.await().until(() -> told.size() == 2);
        assertThat(told).extracting(Change::version).containsExactly(2L, 4L);
    }

    @Test
    void recordsOfAnotherGroupAreNoChanges() {
        thread.start();
        watch(new WatchQuery(new byte[0], 0, true), true);
        thread.execute(() -> {
            put("a", 1);
            history.applied(new LogRecord.VersionFloor(100));
            put("came", 70);
            put("b", 101);
            history.tell();
        });
        Awaitility.await().until(() -> told.size() == 2);
        assertThat(told).extracting(Change::version).containsExactly(1L, 101L);
    }

    @Test
    void aWatchThatDoesNotReadIsEndedOnceItIsOvertaken() {
        thread.start();
        Watch watch = watch(new WatchQuery(new byte[0], 0, true), false);
        watch.resume();
        thread.execute(() -> {
            put("a", 1);
            history.tell();
        });
        Awaitility.await().until(() -> told.size() == 1);
        thread.execute(() -> {
            for (int i = 2; i < 60_000; i++) {
                put("a", i);
            }
        });
        watch.resume();
        Awaitility.await().until(() -> ended.equals(List.of(KvReason.WATCH_TOO_SLOW)));

        watch(new WatchQuery(new byte[0], 5, false), true);
        Awaitility.await().until(() -> ended.contains(KvReason.WATCH_TOO_OLD));
    }

    private void put(String key, long version) {
        history.applied(new LogRecord.Put(key.getBytes(UTF_8), new byte[0], version, null));
    }

    private Watch watch(WatchQuery query, boolean ready) {
        WatchSink sink = new WatchSink() {
            @Override
            public boolean changed(List<Change> changes, long version, long ringVersion) {
                told.addAll(changes);
                return ready;
            }

            @Override
            public void ended(KvException why) {
                ended.add(why.reason());
            }
        };
        Watcher watcher = new Watcher(query, sink, VERTX.getOrCreateContext(), thread, history);
        thread.execute(() -> history.add(watcher, query));
        return watcher;
    }
}
