package io.conclave.logs.centre;

import io.conclave.bus.Bus;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.logs.LogSearch;
import io.conclave.logs.LogSink;
import io.conclave.logs.LogTopics;
import io.conclave.logs.events.WatchedSink;
import io.conclave.logs.follow.Feeder;
import io.conclave.logs.follow.Sources;
import io.conclave.logs.index.EmbeddedIndex;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Reads the logs into the indices, and answers what is asked of them. */
public final class LogsVerticle extends VerticleBase {

    private static final int SEARCHES_AT_ONCE = 2;
    private static final long SEARCH_LIMIT_S = 20;

    private final Bus bus;
    private final Optional<EmbeddedIndex> index;
    private final Optional<LogSearch> elastic;
    private final List<LogSink> sinks;
    private final Sources sources;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final List<Feeder> feeders = new ArrayList<>();
    private WorkerExecutor workers;

    /**
     * @param index the embedded index, where there is one; this verticle's from now on
     * @param elastic searches Elasticsearch, where there is one
     * @param sinks what else keeps the logs; this verticle's from now on
     * @param sources the logs
     * @param clock the time of day
     * @param nanoTime the time by which durations are measured
     */
    public LogsVerticle(
            Bus bus,
            Optional<EmbeddedIndex> index,
            Optional<LogSearch> elastic,
            List<LogSink> sinks,
            Sources sources,
            Clock clock,
            LongSupplier nanoTime) {
        this.bus = bus;
        this.index = index;
        this.elastic = elastic;
        this.sinks = List.copyOf(sinks);
        this.sources = sources;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public Future<?> start() {
        workers = vertx.createSharedWorkerExecutor(
                "conclave-logs-search", SEARCHES_AT_ONCE, SEARCH_LIMIT_S, TimeUnit.SECONDS);
        LogRouter router = new LogRouter(index.map(kept -> new EmbeddedSearch(kept, workers)), elastic);
        bus.serve(LogTopics.SEARCH, router::search);
        bus.serve(LogTopics.CONTEXT, router::context);
        index.ifPresent(kept -> feed(new WatchedSink(kept, event -> bus.publish(EnsembleTopics.EVENTS, event), clock)));
        sinks.forEach(this::feed);
        return Future.succeededFuture();
    }

    private void feed(LogSink sink) {
        Feeder feeder = new Feeder(sink, sources, clock::millis, nanoTime);
        feeders.add(feeder);
        feeder.start();
    }

    @Override
    public Future<?> stop() {
        return vertx.executeBlocking(() -> {
                    feeders.forEach(Feeder::stop);
                    feeders.forEach(Feeder::close);
                    index.ifPresent(EmbeddedIndex::close);
                    sinks.forEach(LogSink::close);
                    return null;
                })
                .eventually(workers::close);
    }
}
