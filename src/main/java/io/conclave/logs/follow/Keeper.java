package io.conclave.logs.follow;

import io.conclave.logs.LogBatch;
import io.conclave.logs.LogSink;
import io.conclave.logs.LogSinkException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Has a sink keep one batch while the next one is read: by a thread of its own, one batch after another. */
final class Keeper implements AutoCloseable {

    private final LogSink sink;
    private final ExecutorService thread;
    private Future<?> underWay = CompletableFuture.completedFuture(null);
    private boolean batchUnderWay;

    Keeper(LogSink sink) {
        this.sink = sink;
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread named = new Thread(work, "conclave-logs-keep-" + sink.name());
            named.setDaemon(true);
            return named;
        });
    }

    /**
     * Hands over a batch, once the one before it is kept.
     *
     * @throws LogSinkException where the one before it was not kept; this one is not handed over then
     */
    void keep(LogBatch batch) throws LogSinkException, InterruptedException {
        begin(() -> {
            sink.keep(batch);
            return null;
        });
        batchUnderWay = true;
    }

    /** Lets the sink do what can wait, since nothing has come for a while. */
    void rest() throws LogSinkException, InterruptedException {
        begin(() -> {
            sink.rest();
            return null;
        });
    }

    private void begin(Callable<?> work) throws LogSinkException, InterruptedException {
        await();
        underWay = thread.submit(work);
    }

    /**
     * Waits until all that was handed over is kept.
     *
     * @return whether there was a batch to be kept
     * @throws LogSinkException where it was not
     */
    boolean await() throws LogSinkException, InterruptedException {
        boolean batch = batchUnderWay;
        batchUnderWay = false;
        try {
            underWay.get();
            return batch;
        } catch (ExecutionException e) {
            underWay = CompletableFuture.completedFuture(null);
            if (e.getCause() instanceof LogSinkException refused) {
                throw refused;
            }
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException("the sink was interrupted");
            }
            throw new LogSinkException("the sink " + sink.name() + " failed: " + e.getCause(), e.getCause());
        }
    }

    /** Waits for the end of what was handed over, whatever becomes of it. */
    void forget() throws InterruptedException {
        try {
            await();
        } catch (LogSinkException e) {
            // What was not kept is read again.
        }
    }

    /** Interrupts what is under way. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
