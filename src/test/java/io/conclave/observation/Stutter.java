package io.conclave.observation;

import io.conclave.testing.Signals;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Stops a process and lets it go on, again and again, as a JVM that collects garbage all the time does. */
final class Stutter implements AutoCloseable {

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final long pid;

    private Stutter(long pid) {
        this.pid = pid;
    }

    static Stutter start(long pid, Duration stopped, Duration running) {
        Stutter stutter = new Stutter(pid);
        long period = stopped.plus(running).toMillis();
        stutter.clock.scheduleAtFixedRate(() -> stutter.send("STOP"), 0, period, TimeUnit.MILLISECONDS);
        stutter.clock.scheduleAtFixedRate(
                () -> stutter.send("CONT"), stopped.toMillis(), period, TimeUnit.MILLISECONDS);
        return stutter;
    }

    private void send(String signal) {
        try {
            Signals.send(signal, pid);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        clock.shutdown();
        try {
            clock.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        send("CONT");
    }
}
