package io.conclave.storage;

import io.conclave.bus.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What the storages of one process work with.
 *
 * @param vertx timers and contexts
 * @param writers where disks are written; what a reader waits for never waits behind them
 * @param readers where disks are read for those who are given bytes
 * @param failPoints is told of each fail-point
 * @param nanoTime what durations are measured with, {@link System#nanoTime()}
 * @param patience how long a copy waits for the other side before it gives up
 */
public record Workbench(
        Vertx vertx,
        WorkerExecutor writers,
        WorkerExecutor readers,
        FailPoints failPoints,
        LongSupplier nanoTime,
        Duration patience) {

    private static final int WRITERS = 16;
    private static final int READERS = 8;
    private static final long LONGEST_TASK_MINUTES = 10;

    /** How long a copy waits for the other side in production. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    /** With workers of its own. */
    public static Workbench on(Vertx vertx, FailPoints failPoints, LongSupplier nanoTime, Duration patience) {
        return new Workbench(
                vertx,
                vertx.createSharedWorkerExecutor("storage-write", WRITERS, LONGEST_TASK_MINUTES, TimeUnit.MINUTES),
                vertx.createSharedWorkerExecutor("storage-read", READERS, LONGEST_TASK_MINUTES, TimeUnit.MINUTES),
                failPoints,
                nanoTime,
                patience);
    }

    /** Runs what blocks. */
    <T> Future<T> run(Callable<T> task) {
        return on(writers, task);
    }

    /** Runs what reads for somebody who waits. */
    <T> Future<T> read(Callable<T> task) {
        return on(readers, task);
    }

    /** Workers that are closed throw where they are asked, which nobody expects of what answers later. */
    private static <T> Future<T> on(WorkerExecutor workers, Callable<T> task) {
        try {
            return workers.executeBlocking(task, false);
        } catch (RejectedExecutionException e) {
            return Future.failedFuture(Problem.unavailable("closing", "the storage is being closed")
                    .asException());
        }
    }
}
