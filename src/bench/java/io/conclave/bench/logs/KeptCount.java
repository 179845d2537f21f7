package io.conclave.bench.logs;

import io.conclave.bench.Miss;
import io.conclave.logs.LogBatch;
import io.conclave.logs.LogPosition;
import io.conclave.logs.LogSink;
import io.conclave.logs.LogSinkException;
import java.time.Duration;
import java.util.List;

/** Counts what a sink has kept. */
final class KeptCount implements LogSink {

    private final LogSink sink;
    private long kept;

    KeptCount(LogSink sink) {
        this.sink = sink;
    }

    @Override
    public String name() {
        return sink.name();
    }

    @Override
    public int mostEntries() {
        return sink.mostEntries();
    }

    @Override
    public List<LogPosition> positions() throws LogSinkException, InterruptedException {
        return sink.positions();
    }

    @Override
    public void keep(LogBatch batch) throws LogSinkException, InterruptedException {
        sink.keep(batch);
        synchronized (this) {
            kept += batch.entries().size();
            notifyAll();
        }
    }

    /** Waits until so many entries have been kept. */
    synchronized void await(long entries, Duration limit) throws InterruptedException, Miss {
        long end = System.nanoTime() + limit.toNanos();
        while (kept < entries) {
            long left = (end - System.nanoTime()) / 1_000_000;
            Miss.unless(left > 0, "%d entries of %d are kept after %s", kept, entries, limit);
            wait(left);
        }
    }

    /** The sink stays its owner's. */
    @Override
    public void close() {
        // Nothing of its own.
    }
}
