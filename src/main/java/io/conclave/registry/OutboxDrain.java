package io.conclave.registry;

import io.conclave.store.Database;
import io.conclave.store.FileMetadata;
import io.conclave.store.FilePosition;
import io.conclave.store.FileQuery;
import io.conclave.store.FileRow;
import io.conclave.store.FileSlice;
import io.conclave.store.FileSort;
import io.conclave.store.OutboxRow;
import io.conclave.store.SortOrder;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread of its own that empties the outbox into the znodes: woken by new rows and by a new session, patient while
 * there is no quorum. A row leaves the outbox only when its write is known to be applied; SUSPENDED counts as lost.
 */
final class OutboxDrain implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxDrain.class);
    private static final int BATCH = 1_000;
    private static final long IDLE_MS = 5_000;
    private static final long FIRST_RETRY_MS = 100;
    private static final long LAST_RETRY_MS = 5_000;
    private static final long PARKED_MS = 60_000;
    private static final long DATABASE_SECONDS = 30;
    private static final long STOP_MS = 1_000;

    private final Database database;
    private final CuratorFramework client;
    private final ZnodeWriter znodes;
    private final Clock clock;
    private final Consumer<RegistryStatus> listener;
    private final Semaphore wake = new Semaphore(0);
    private final Set<String> parked = new HashSet<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean connected;
    private boolean reconciled;
    private long parkedUntil;
    private Instant lastAppliedAt;
    private String lastError;

    OutboxDrain(
            Database database,
            CuratorFramework client,
            ZnodeWriter znodes,
            Clock clock,
            Consumer<RegistryStatus> listener) {
        this.database = database;
        this.client = client;
        this.znodes = znodes;
        this.clock = clock;
        this.listener = listener;
        this.thread = new Thread(this::run, "registry-outbox");
        this.thread.setDaemon(true);
    }

    void start() {
        client.getConnectionStateListenable().addListener((ignored, state) -> {
            connected = state == ConnectionState.CONNECTED || state == ConnectionState.RECONNECTED;
            wake();
        });
        client.start();
        thread.start();
    }

    /** Says that there may be something to do. */
    void wake() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    private void run() {
        long retryMs = FIRST_RETRY_MS;
        while (!closed) {
            try {
                boolean more = false;
                if (connected) {
                    more = drainOnce();
                    retryMs = FIRST_RETRY_MS;
                    lastError = parked.isEmpty() ? null : lastError;
                }
                report();
                if (!more) {
                    pause(IDLE_MS);
                }
            } catch (InterruptedException stop) {
                return;
            } catch (Exception e) {
                lastError = String.valueOf(e.getMessage());
                LOG.warn("znode writes wait, the next try is in {} ms: {}", retryMs, lastError);
                retryMs = retry(retryMs);
            }
        }
    }

    private long retry(long retryMs) {
        try {
            report();
            pause(retryMs);
        } catch (InterruptedException stop) {
            closed = true;
        } catch (Exception e) {
            LOG.warn("the outbox cannot be read: {}", e.toString());
        }
        return Math.min(2 * retryMs, LAST_RETRY_MS);
    }

    private void pause(long milliseconds) throws InterruptedException {
        if (wake.tryAcquire(milliseconds, TimeUnit.MILLISECONDS)) {
            wake.drainPermits();
        }
    }

    /** Applies one batch; says whether more may wait. */
    private boolean drainOnce() throws Exception {
        if (!reconciled) {
            znodes.ensureRoot();
            reconcile();
            reconciled = true;
        }
        if (!parked.isEmpty() && clock.millis() > parkedUntil) {
            parked.clear();
        }
        List<OutboxRow> rows = await(database.read(tx -> tx.outbox().next(BATCH + parked.size())));
        List<OutboxRow> ready = rows.stream()
                .filter(row -> !parked.contains(row.fileId()))
                .limit(BATCH)
                .toList();
        if (ready.isEmpty()) {
            return false;
        }
        Map<String, String> refused = znodes.apply(ready);
        if (!refused.isEmpty()) {
            refused.forEach((id, why) -> LOG.error("the znode of file {} cannot be written: {}", id, why));
            lastError = refused.values().iterator().next();
            parked.addAll(refused.keySet());
            parkedUntil = clock.millis() + PARKED_MS;
        }
        List<OutboxRow> applied =
                ready.stream().filter(row -> !refused.containsKey(row.fileId())).toList();
        await(database.write(tx -> {
            applied.forEach(row -> tx.outbox().remove(row.id()));
            return null;
        }));
        lastAppliedAt = clock.instant();
        return rows.size() >= BATCH;
    }

    /** Puts every file without a znode into the outbox, where the numbers say that some are missing. */
    private void reconcile() throws Exception {
        long rows = this.<Long>await(database.read(tx -> tx.files().count()));
        long waiting = this.<Long>await(database.read(tx -> tx.outbox().size()));
        if (waiting > 0 || znodes.children() == rows) {
            return;
        }
        FilePosition next = null;
        int added = 0;
        do {
            FileQuery query = new FileQuery(FileSort.CREATED, SortOrder.DESC, next, null, null);
            FileSlice slice = await(database.read(tx -> tx.files().page(query, BATCH)));
            List<FileRow> page = slice.rows();
            Set<String> missing =
                    new HashSet<>(znodes.missing(page.stream().map(FileRow::id).toList()));
            List<FileRow> lost = new ArrayList<>(page);
            lost.removeIf(row -> !missing.contains(row.id()));
            await(database.write(tx -> {
                lost.forEach(
                        row -> tx.outbox().add(OutboxRow.Kind.PUT, row.id(), FileMetadata.of(row), clock.instant()));
                return null;
            }));
            added += lost.size();
            next = slice.next();
        } while (next != null);
        if (added > 0) {
            LOG.warn("{} files had no znode, as after a wiped ensemble: their metadata is written again", added);
        }
    }

    private void report() throws Exception {
        long pending = this.<Long>await(database.read(tx -> tx.outbox().size()));
        listener.accept(new RegistryStatus(connected, pending, parked.size(), lastAppliedAt, lastError));
    }

    private static <T> T await(io.vertx.core.Future<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(DATABASE_SECONDS, TimeUnit.SECONDS);
    }

    /** Writes no more: waits for what is under way, but not for long, since the root's fence holds it back too. */
    void stop() throws InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join(STOP_MS);
    }

    /** Ends the session; to be {@linkplain #stop stopped} before. */
    @Override
    public void close() {
        client.close();
    }
}
