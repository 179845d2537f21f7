package io.conclave.bench.journal;

import io.conclave.store.Database;
import io.conclave.store.MigrationRow;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Migrations that only write their journal, so many at once, from one Vert.x context as the product's are. */
final class JournalLoad {

    private static final int WRITES_A_MIGRATION = 3;
    private static final long LIMIT_S = 60;

    private final Context context;
    private final Database database;
    private int begun;
    private int ended;

    JournalLoad(Vertx vertx, Database database) {
        this.context = vertx.getOrCreateContext();
        this.database = database;
    }

    /** Runs so many migrations and gives the writes a second. */
    double run(int migrations, int atOnce) throws Exception {
        Promise<Void> all = Promise.promise();
        long since = System.nanoTime();
        context.runOnContext(ignored -> {
            int last = begun + migrations;
            for (int i = 0; i < atOnce; i++) {
                next(last, all);
            }
        });
        all.future().await(LIMIT_S, TimeUnit.SECONDS);
        return migrations * WRITES_A_MIGRATION * 1e9 / (System.nanoTime() - since);
    }

    /** How many migrations there were in all runs. */
    int written() {
        return ended;
    }

    private void next(int last, Promise<Void> all) {
        if (begun == last) {
            return;
        }
        begun++;
        migrate(begun)
                .onSuccess(done -> {
                    ended++;
                    if (ended == last) {
                        all.complete();
                    }
                    next(last, all);
                })
                .onFailure(all::tryFail);
    }

    private Future<Void> migrate(int number) {
        Instant now = Instant.now();
        MigrationRow row = row(number, now);
        return database.write(tx -> tx.migrations().open(row))
                .compose(id -> database.write(tx -> tx.migrations().commit(id)).map(id))
                .compose(id -> database.write(tx -> {
                    tx.migrations().close(id, "done", "migrate", now);
                    return null;
                }));
    }

    private static MigrationRow row(int number, Instant now) {
        return new MigrationRow(
                0,
                1,
                Sample.fileId(number),
                Sample.NAME,
                Sample.SOURCE,
                Sample.TARGET,
                Sample.SOURCE_PATH,
                Sample.TARGET_PATH,
                Sample.SIZE_BYTES,
                Sample.SHA256,
                "intent",
                "migrate",
                Sample.PLAN_ID,
                now,
                null);
    }
}
