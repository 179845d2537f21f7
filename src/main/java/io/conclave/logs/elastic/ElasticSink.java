package io.conclave.logs.elastic;

import io.conclave.bus.ProblemException;
import io.conclave.logs.LogBatch;
import io.conclave.logs.LogEntry;
import io.conclave.logs.LogPosition;
import io.conclave.logs.LogSink;
import io.conclave.logs.LogSinkException;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Keeps log entries in Elasticsearch, under their own ids. One thread feeds it. */
final class ElasticSink implements LogSink {

    /** Above all limits of what is waited for, so that it is one of theirs that ends the wait. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final BulkWriter writer;
    private final Positions positions;
    private final Clock clock;
    private String clusterId = "";

    ElasticSink(Cluster cluster, BulkWriter writer, Positions positions, Clock clock) {
        this.cluster = cluster;
        this.writer = writer;
        this.positions = positions;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "elasticsearch";
    }

    @Override
    public List<LogPosition> positions() throws LogSinkException, InterruptedException {
        cluster.forget();
        clusterId = done(cluster.id());
        return positions.of(clusterId);
    }

    @Override
    public void keep(LogBatch batch) throws LogSinkException, InterruptedException {
        Instant now = clock.instant();
        List<BulkItem> items = new ArrayList<>(batch.entries().size());
        for (LogEntry entry : batch.entries()) {
            items.add(BulkItem.of(LogDocument.index(entry, now), entry.id(), false, LogDocument.write(entry)));
        }
        done(writer.write(items, clusterId));
        try {
            positions.keep(batch.positions());
        } catch (IOException e) {
            throw new LogSinkException("how far the logs are in Elasticsearch cannot be kept: " + e.getMessage(), e);
        }
    }

    private static <T> T done(Future<T> future) throws LogSinkException, InterruptedException {
        try {
            return future.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ProblemException known) {
            throw new LogSinkException(known.problem().detail(), known);
        } catch (TimeoutException e) {
            throw new LogSinkException("Elasticsearch does not answer", e);
        }
    }

    @Override
    public void close() {
        // What it writes through is closed by whoever opened it.
    }
}
