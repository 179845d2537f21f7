package io.conclave.logs.events;

import io.conclave.ensemble.EnsembleEvent;
import io.conclave.logs.LogBatch;
import io.conclave.logs.LogPosition;
import io.conclave.logs.LogSink;
import io.conclave.logs.LogSinkException;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** A sink whose entries are looked through for events once they are kept, so that each is told once. */
public final class WatchedSink implements LogSink {

    private final LogSink sink;
    private final Consumer<EnsembleEvent> out;
    private final Clock clock;
    private final EventWatch watch = new EventWatch();

    /**
     * @param sink keeps the entries
     * @param out takes events, on the thread that feeds the sink
     */
    public WatchedSink(LogSink sink, Consumer<EnsembleEvent> out, Clock clock) {
        this.sink = sink;
        this.out = out;
        this.clock = clock;
    }

    @Override
    public String name() {
        return sink.name();
    }

    @Override
    public List<LogPosition> positions() throws LogSinkException, InterruptedException {
        return sink.positions();
    }

    @Override
    public void keep(LogBatch batch) throws LogSinkException, InterruptedException {
        sink.keep(batch);
        watch.in(batch, clock.instant()).forEach(out);
    }

    @Override
    public void rest() throws LogSinkException {
        sink.rest();
    }

    @Override
    public int mostEntries() {
        return sink.mostEntries();
    }

    @Override
    public void close() {
        sink.close();
    }
}
