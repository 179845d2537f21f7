package io.conclave.store;

import io.conclave.bus.ProblemException;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Rows that the store's tests write, and how they wait for what comes of it. */
final class StoreRows {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private StoreRows() {}

    static FileRow file(String id) {
        return new FileRow(id, "name", "zk1", "zk1/" + id, 10, "ab", "[]", NOW, NOW);
    }

    /** Inserts a file of this id. */
    static Work<String> inserting(String id) {
        return tx -> {
            tx.files().insert(file(id));
            return id;
        };
    }

    static OperationRow operation() {
        return new OperationRow(0, NOW, "rest", "drain", "zk1", "ok", "{}", null, null, NOW, 1L, null, null);
    }

    /** Whether the file is there. */
    static boolean has(SqlDatabase database, String id) throws Exception {
        return result(database.<Boolean>read(tx -> tx.files().find(id).isPresent()));
    }

    /** The result, which must come. */
    static <T> T result(Future<T> future) throws Exception {
        return future.await(120, TimeUnit.SECONDS);
    }

    /** The code of the problem that it must fail with. */
    static String problem(Future<?> future) {
        try {
            future.await(120, TimeUnit.SECONDS);
        } catch (Exception e) {
            if (future.failed() && future.cause() instanceof ProblemException problem) {
                return problem.problem().code();
            }
            throw new AssertionError("no problem, but " + e, e);
        }
        throw new AssertionError("it was done");
    }
}
