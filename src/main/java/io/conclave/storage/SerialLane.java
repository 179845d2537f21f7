package io.conclave.storage;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;

/**
 * Runs tasks on a pool of workers, one after another in the order of the calls, without a thread of its own: so a
 * stream's pieces are written in order while many streams share few threads. The caller bounds how much it hands over.
 */
final class SerialLane {

    private final WorkerExecutor workers;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    SerialLane(WorkerExecutor workers) {
        this.workers = workers;
    }

    /** Runs the task after those before it; the future completes on the worker. */
    <T> Future<T> run(Callable<T> task) {
        Promise<T> promise = Promise.promise();
        Runnable step = () -> {
            try {
                promise.complete(task.call());
            } catch (Exception e) {
                promise.fail(e);
            }
        };
        synchronized (this) {
            tasks.add(step);
            if (running) {
                return promise.future();
            }
            running = true;
        }
        workers.executeBlocking(this::drain, false);
        return promise.future();
    }

    private Void drain() {
        while (true) {
            Runnable next;
            synchronized (this) {
                next = tasks.poll();
                if (next == null) {
                    running = false;
                    return null;
                }
            }
            next.run();
        }
    }
}
