package io.conclave.znodes;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which all that coordination does happens, with its timers. */
final class CoordinationThread implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CoordinationThread.class);

    private final ScheduledThreadPoolExecutor executor;
    private volatile Thread thread;

    CoordinationThread(String name) {
        executor = new ScheduledThreadPoolExecutor(1, work -> {
            thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        // What is left after the end has nobody to be told of it.
        executor.setRejectedExecutionHandler((work, pool) -> LOG.trace("dropped after the end: {}", work));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable work) {
        executor.execute(guarded(work));
    }

    ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        return executor.schedule(guarded(work), delay, unit);
    }

    /** Runs it at once where the caller is on this thread already, and else there later. */
    void run(Runnable work) {
        if (isCurrent()) {
            work.run();
        } else {
            execute(work);
        }
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** What is under way ends, nothing more begins. */
    @Override
    public void close() {
        executor.shutdown();
    }

    private static Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.error("a step of coordination failed", e);
            }
        };
    }
}
