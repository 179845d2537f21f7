package io.conclave.logs.follow;

import io.conclave.logs.LogBatch;
import io.conclave.logs.LogPosition;
import io.conclave.logs.LogSink;
import io.conclave.logs.LogSinkException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds one sink: reads all sources in turn and hands over what is there, by a thread of its own. While the sink keeps
 * a batch the next one is read. Where it does not keep, it is waited for, longer each time, and all is begun again from
 * where it stands; nothing is gathered meanwhile.
 */
public final class Feeder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Feeder.class);

    private static final long LOOK_MS = 250;
    private static final Duration LOOK_FOR_SOURCES = Duration.ofSeconds(3);
    private static final Duration SETTLED = Duration.ofSeconds(1);
    private static final long FIRST_WAIT_MS = 1_000;
    private static final long LONGEST_WAIT_MS = 30_000;
    private static final long END_LIMIT_MS = 1_000;

    private final LogSink sink;
    private final Keeper keeper;
    private final Sources sources;
    private final LongSupplier epochMs;
    private final LongSupplier nanoTime;
    private final Thread thread;
    private final Map<String, SourceReader> readers = new HashMap<>();
    private final Set<String> complained = new HashSet<>();
    private long waitMs = FIRST_WAIT_MS;
    private long lookedForSources;
    private final Map<String, Long> lastCame = new HashMap<>();

    /**
     * @param sink is fed by this alone; stays its owner's to close, after this
     * @param epochMs the time now, for entries that tell none
     * @param nanoTime the time by which durations are measured
     */
    public Feeder(LogSink sink, Sources sources, LongSupplier epochMs, LongSupplier nanoTime) {
        this.sink = sink;
        this.keeper = new Keeper(sink);
        this.sources = sources;
        this.epochMs = epochMs;
        this.nanoTime = nanoTime;
        this.thread = new Thread(this::run, "conclave-logs-" + sink.name());
        thread.setDaemon(true);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    feed(new Batch(sink.positions(), sink.mostEntries()));
                } catch (LogSinkException e) {
                    LOG.warn("{}; what comes is read again in {} s", e.getMessage(), waitMs / 1_000);
                } catch (RuntimeException e) {
                    LOG.error(
                            "the logs are not read for {} now; they are again in {} s", sink.name(), waitMs / 1_000, e);
                } finally {
                    closeReaders();
                }
                keeper.forget();
                Thread.sleep(waitMs);
                waitMs = Math.min(LONGEST_WAIT_MS, 2 * waitMs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            keeper.close();
        }
    }

    private void feed(Batch batch) throws LogSinkException, InterruptedException {
        lookForSources(batch);
        while (true) {
            if (nanoTime.getAsLong() - lookedForSources > LOOK_FOR_SOURCES.toNanos()) {
                lookForSources(batch);
            }
            boolean came = false;
            for (SourceReader reader : readers.values()) {
                came |= readOrSettle(reader);
                if (batch.isFull()) {
                    keep(batch);
                }
            }
            if (came) {
                continue;
            }
            keep(batch);
            if (keeper.await()) {
                waitMs = FIRST_WAIT_MS;
            }
            keeper.rest();
            Thread.sleep(LOOK_MS);
        }
    }

    private void lookForSources(Batch batch) {
        lookedForSources = nanoTime.getAsLong();
        for (FileSource file : sources.files()) {
            readers.computeIfAbsent(file.name(), name -> new FileReader(file, batch.kept(name), epochMs, batch::add));
        }
        for (Sources.Other other : sources.others()) {
            readers.computeIfAbsent(
                    other.name(), name -> new OtherReader(name, other.begin(batch.kept(name), batch::add)));
        }
    }

    private boolean readOrSettle(SourceReader reader) {
        boolean came = read(reader);
        long now = nanoTime.getAsLong();
        if (came) {
            lastCame.put(reader.name(), now);
        } else if (now - lastCame.getOrDefault(reader.name(), now - SETTLED.toNanos() - 1) > SETTLED.toNanos()) {
            reader.settle();
        }
        return came;
    }

    private boolean read(SourceReader reader) {
        try {
            boolean came = reader.read();
            complained.remove(reader.name());
            return came;
        } catch (IOException e) {
            if (complained.add(reader.name())) {
                LOG.warn("{} cannot be read now: {}", reader.name(), e.toString());
            }
            return false;
        }
    }

    private void keep(Batch batch) throws LogSinkException, InterruptedException {
        List<LogPosition> positions = new ArrayList<>();
        for (SourceReader reader : readers.values()) {
            LogPosition position = reader.position();
            if (position != null) {
                positions.add(position);
            }
        }
        LogBatch whole = batch.take(positions);
        if (!whole.entries().isEmpty() || !whole.positions().isEmpty()) {
            keeper.keep(whole);
            batch.done(whole);
        }
    }

    private void closeReaders() {
        readers.values().forEach(SourceReader::close);
        readers.clear();
    }

    /** Has it end, without waiting for it. */
    public void stop() {
        thread.interrupt();
    }

    /** Ends; what was read and not kept is read again the next time. */
    @Override
    public void close() {
        stop();
        try {
            thread.join(END_LIMIT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
