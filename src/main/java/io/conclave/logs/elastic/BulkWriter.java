package io.conclave.logs.elastic;

import io.conclave.bus.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Writes documents, and again what Elasticsearch has no time for at the moment, until all are written, or its patience
 * is over. A document that it will never take is counted with its reason, so that it does not hold up the others.
 */
final class BulkWriter {

    private static final String PATH = "/_bulk?filter_path=items.*.status,items.*.error.type,items.*.error.reason";
    private static final long NANOS = 1_000_000;
    private static final int TOO_LARGE = 413;
    private static final int UNREADABLE = 400;

    private final Vertx vertx;
    private final ElasticClient client;
    private final Cluster cluster;
    private final Tally tally;
    private final Backoff backoff;
    private final Times times;
    private final LongSupplier nanoTime;

    /** @param tally counts what becomes of documents */
    BulkWriter(
            Vertx vertx,
            ElasticClient client,
            Cluster cluster,
            Tally tally,
            Backoff backoff,
            Times times,
            LongSupplier nanoTime) {
        this.vertx = vertx;
        this.client = client;
        this.cluster = cluster;
        this.tally = tally;
        this.backoff = backoff;
        this.times = times;
        this.nanoTime = nanoTime;
    }

    /**
     * Writes all of them, at least once each.
     *
     * @param clusterId the cluster that they are for; another at the same address gets none
     * @return done, or a failure with a problem: then nobody knows which of them are written
     */
    Future<Void> write(List<BulkItem> items, String clusterId) {
        return attempt(items, clusterId, 0, nanoTime.getAsLong());
    }

    private Future<Void> attempt(List<BulkItem> items, String clusterId, int failures, long begun) {
        if (items.isEmpty()) {
            return Future.succeededFuture();
        }
        return cluster.still(clusterId)
                .compose(same -> client.bulk(PATH, BulkItem.lines(items), times.write()))
                .transform(sent -> {
                    if (sent.failed()) {
                        cluster.forget();
                        return isPassing(sent.cause())
                                ? later(items, clusterId, failures, begun, sent.cause())
                                : Future.failedFuture(sent.cause());
                    }
                    return answered(items, clusterId, failures, begun, sent.result());
                });
    }

    private static boolean isPassing(Throwable failure) {
        return failure instanceof ProblemException known
                && known.problem().code().equals(ElasticProblems.AWAY);
    }

    private Future<Void> answered(List<BulkItem> items, String clusterId, int failures, long begun, Answer answer) {
        if (answer.status() == TOO_LARGE || answer.status() == UNREADABLE) {
            return halved(items, clusterId, begun, answer);
        }
        if (answer.isOverload()) {
            return later(items, clusterId, failures, begun, ElasticProblems.refused(answer));
        }
        if (!answer.isOk()) {
            return Future.failedFuture(ElasticProblems.refused(answer));
        }
        BulkOutcome outcome = BulkOutcome.of(items, answer.body());
        tally.add(outcome);
        if (outcome.obstacle().isPresent()) {
            return Future.failedFuture(
                    ElasticProblems.obstacle(outcome.obstacle().get()));
        }
        return outcome.again().isEmpty()
                ? Future.succeededFuture()
                : later(
                        outcome.again(),
                        clusterId,
                        failures,
                        begun,
                        ElasticProblems.away("it has no room for "
                                + outcome.again().size() + " of " + items.size() + " documents at the moment"));
    }

    /** It takes some of them perhaps, where it does not take all together. */
    private Future<Void> halved(List<BulkItem> items, String clusterId, long begun, Answer answer) {
        if (items.size() == 1) {
            tally.drop(List.of("status " + answer.status() + ": " + ElasticProblems.reason(answer.body())));
            return Future.succeededFuture();
        }
        int half = items.size() / 2;
        return attempt(items.subList(0, half), clusterId, 0, begun)
                .compose(done -> attempt(items.subList(half, items.size()), clusterId, 0, begun));
    }

    private Future<Void> later(List<BulkItem> items, String clusterId, int failures, long begun, Throwable why) {
        long waitMs = backoff.waitMs(failures + 1);
        long tookMs = (nanoTime.getAsLong() - begun) / NANOS;
        if (tookMs + waitMs > times.patience().toMillis()) {
            return Future.failedFuture(why);
        }
        tally.retried();
        return vertx.timer(waitMs, java.util.concurrent.TimeUnit.MILLISECONDS)
                .compose(now -> attempt(items, clusterId, failures + 1, begun));
    }
}
