package io.conclave.logs.elastic;

import io.conclave.audit.AuditTopics;
import io.conclave.audit.ListOperations;
import io.conclave.bus.Bus;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.config.ElasticSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the audit trail into the index {@code operations}: each operation as it happens, and at the start, or after
 * some were let go of, the newest of the trail. Deletes the indices of days that are past.
 */
final class ElasticVerticle extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(ElasticVerticle.class);
    private static final int MOST_WAITING = 1_000;
    private static final int MOST_CAUGHT_UP = 10_000;
    private static final int PER_REQUEST = 200;
    private static final long WRITE_EACH_MS = 500;
    private static final long TELL_EACH_MS = 5_000;
    private static final long RETENTION_EACH_MS = Duration.ofHours(1).toMillis();

    private final Bus bus;
    private final ElasticSettings settings;
    private final Cluster cluster;
    private final BulkWriter writer;
    private final Tally tally;
    private final Retention retention;
    private final OperationQueue queue = new OperationQueue(MOST_WAITING);
    private boolean busy;
    private boolean told;
    /** The page that comes next while the trail is read; null where it is not. */
    private ListOperations page = ListOperations.newest(ListOperations.LARGEST_PAGE);

    private int caughtUp;

    ElasticVerticle(
            Bus bus,
            ElasticSettings settings,
            ElasticClient client,
            Cluster cluster,
            BulkWriter writer,
            Tally tally,
            Clock clock) {
        this.bus = bus;
        this.settings = settings;
        this.cluster = cluster;
        this.writer = writer;
        this.tally = tally;
        this.retention = new Retention(client, clock);
    }

    @Override
    public Future<?> start() {
        bus.subscribe(AuditTopics.OPERATIONS, operation -> queue.put(operation.body()));
        vertx.setPeriodic(WRITE_EACH_MS, WRITE_EACH_MS, timer -> step());
        vertx.setPeriodic(0, TELL_EACH_MS, timer -> bus.publish(ElasticTopics.FIGURES, tally.figures()));
        if (settings.retentionDays() > 0) {
            vertx.setPeriodic(0, RETENTION_EACH_MS, timer -> retire());
        }
        return Future.succeededFuture();
    }

    /** One thing at a time, so that nothing older is written over something newer. */
    private void step() {
        if (busy) {
            return;
        }
        if (!queue.isEmpty()) {
            run(write());
        } else if (page != null) {
            run(read());
        } else if (queue.takeMissed()) {
            page = ListOperations.newest(ListOperations.LARGEST_PAGE);
            caughtUp = 0;
        }
    }

    private void run(Future<Void> work) {
        busy = true;
        work.onComplete(done -> {
            busy = false;
            if (done.failed()) {
                failed(ProblemException.of(done.cause()));
            } else if (told) {
                LOG.info("the audit trail is written to Elasticsearch again");
                told = false;
            }
        });
    }

    private void failed(Problem why) {
        // Until the trail is answered for, there is nothing to be read.
        if (!told && !why.code().equals(Bus.NOT_RUNNING)) {
            LOG.warn("the audit trail is not written to Elasticsearch at the moment: {}", why.detail());
            told = true;
        }
    }

    private Future<Void> write() {
        List<BulkItem> taken = queue.take(PER_REQUEST);
        return cluster.id().compose(id -> writer.write(taken, id)).onFailure(failure -> queue.putBack(taken));
    }

    private Future<Void> read() {
        // Before the trail is asked, so that nothing is read that there is no place for.
        return cluster.id().compose(id -> bus.request(AuditTopics.LIST, page)).map(read -> {
            queue.fill(read.operations());
            caughtUp += read.operations().size();
            page = read.nextBefore() == null || caughtUp >= MOST_CAUGHT_UP ? null : page.after(read.nextBefore());
            return null;
        });
    }

    private void retire() {
        retention
                .deleteOlderThan(settings.retentionDays())
                .onFailure(failure -> LOG.warn(
                        "indices of days that are past were not deleted: {}",
                        ProblemException.of(failure).detail()));
    }
}
