package io.conclave.logs.elastic;

import io.conclave.bus.Bus;
import io.conclave.config.ElasticSettings;
import io.conclave.logs.LogSearch;
import io.conclave.logs.LogSink;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Elasticsearch as the place where log entries and the audit trail are kept and found. */
public final class ElasticLogs implements AutoCloseable {

    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final Times times;
    private final ElasticSettings settings;
    private final ElasticClient client;
    private final Cluster cluster;
    private final BulkWriter writer;
    private final Positions positions;
    private final Tally tally;
    private final Clock clock;
    private final LongSupplier nanoTime;

    /**
     * Connects to nobody yet.
     *
     * @param dataDir where it keeps how far the logs are written
     */
    public ElasticLogs(
            Vertx vertx,
            ElasticSettings settings,
            Path dataDir,
            Clock clock,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this(vertx, settings, dataDir, Times.USUAL, clock, nanoTime, random);
    }

    ElasticLogs(
            Vertx vertx,
            ElasticSettings settings,
            Path dataDir,
            Times times,
            Clock clock,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.times = times;
        this.settings = settings;
        this.client = new ElasticClient(vertx, settings);
        this.cluster = new Cluster(client, times.setUp());
        this.tally = new Tally(nanoTime);
        this.writer = new BulkWriter(
                vertx, client, cluster, tally, new Backoff(FIRST_WAIT, LONGEST_WAIT, random), times, nanoTime);
        this.positions = new Positions(dataDir.resolve("elasticsearch-positions.json"));
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Finds what is there, whoever has written it; fails within two seconds where Elasticsearch is away. */
    public LogSearch search() {
        return new ElasticSearch(client, times, nanoTime);
    }

    /** Where entries are kept, for one thread. Not to be fed where {@link ElasticSettings#writesLogs()} is false. */
    public LogSink sink() {
        return new ElasticSink(cluster, writer, positions, clock);
    }

    /** Writes the audit trail, and deletes indices that are too old. */
    public VerticleBase verticle(Bus bus) {
        return new ElasticVerticle(bus, settings, client, cluster, writer, tally, clock);
    }

    /** What became of all that was to be written. */
    public ElasticFigures figures() {
        return tally.figures();
    }

    @Override
    public void close() {
        client.close();
    }
}
