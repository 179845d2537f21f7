package io.conclave.control;

import io.conclave.bus.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows every server's log while anybody watches: a thread a server, since that is how engines and commands hand
 * their logs over, and none while nobody does. A log that ends, such as with its container, is taken up again. No
 * server can flood the controller: what comes faster than it hands on is counted and left out.
 */
final class LogFollows implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogFollows.class);

    private static final int LONGEST_LINE = 8192;
    private static final int LINES_PER_SECOND = 2_000;
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long PAUSE_MS = 1_000;

    private final NodeProcesses processes;
    private final Consumer<LogLine> out;
    private final LongSupplier nanoTime;
    private final List<Thread> threads = new ArrayList<>();

    /**
     * @param out takes the lines, on the threads of the followed servers
     * @param nanoTime the time by which the rate is measured
     */
    LogFollows(NodeProcesses processes, Consumer<LogLine> out, LongSupplier nanoTime) {
        this.processes = processes;
        this.out = out;
        this.nanoTime = nanoTime;
    }

    /** Begins to follow, or ends it; saying the same twice changes nothing. */
    void wanted(boolean wanted) {
        if (!wanted) {
            close();
        } else if (threads.isEmpty()) {
            for (String node : processes.nodes()) {
                Thread thread = new Thread(() -> follow(node), "conclave-log-" + node);
                thread.setDaemon(true);
                threads.add(thread);
                thread.start();
            }
        }
    }

    private void follow(String node) {
        Rate rate = new Rate(node);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    processes.follow(node, rate::take);
                } catch (ProblemException e) {
                    if (e.problem().code().equals(NotConfigured.CODE)) {
                        return;
                    }
                    LOG.debug(
                            "the log of {} cannot be followed now: {}",
                            node,
                            e.problem().detail());
                }
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("the log of {} is followed no more", node, e);
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        threads.clear();
    }

    /** Lets so many lines of one server through each second. */
    private final class Rate {
        private final String node;
        private long second = nanoTime.getAsLong();
        private int sent;
        private long leftOut;

        private Rate(String node) {
            this.node = node;
        }

        private void take(String line) {
            long now = nanoTime.getAsLong();
            if (now - second >= SECOND_NANOS) {
                second = now;
                sent = 0;
            }
            if (sent == LINES_PER_SECOND || Thread.currentThread().isInterrupted()) {
                leftOut++;
                return;
            }
            sent++;
            out.accept(
                    new LogLine(node, line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line, leftOut));
            leftOut = 0;
        }
    }
}
