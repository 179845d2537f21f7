package io.conclave.control.docker;

import io.conclave.bus.ProblemException;
import io.conclave.config.DockerSettings;
import io.conclave.logs.LogEntry;
import io.conclave.logs.LogPosition;
import io.conclave.logs.follow.Sources;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server in a container writes, as a log that is searched. A container that ends, is replaced or is not there
 * yet is waited for; where those who read are slower than the engine, the engine waits.
 */
public final class ContainerLog implements Sources.Other {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerLog.class);

    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
    private static final int MOST_WAITING = 512;
    private static final int MOST_AT_ONCE = 2_000;
    private static final long PAUSE_MS = 1_000;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final long FULL_LOOK_MS = 100;

    private final DockerSettings settings;
    private final String node;

    /** @param node the server's name, by which its container is found as for {@link DockerProcesses} */
    public ContainerLog(DockerSettings settings, String node) {
        this.settings = settings;
        this.node = node;
    }

    @Override
    public String name() {
        return "docker/" + node;
    }

    @Override
    public Sources.Reading begin(LogPosition kept, Consumer<LogEntry> out) {
        Reading reading = new Reading(kept == null ? 0 : kept.offset(), out);
        reading.thread.start();
        return reading;
    }

    private record Line(Instant at, String text, long missing) {}

    private final class Reading implements Sources.Reading {
        private final DockerEngine engine = new DockerEngine(settings, InetAddress::getAllByName);
        private final BlockingQueue<Line> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
        private final StampedEntries entries;
        private final Thread thread;
        private volatile boolean closed;
        private volatile Following.From from;

        private Reading(long kept, Consumer<LogEntry> out) {
            this.entries = new StampedEntries(name(), node, kept, out);
            this.from =
                    kept == 0 ? new Following.From.Beginning() : new Following.From.After(StampedEntries.moment(kept));
            this.thread = new Thread(this::run, "conclave-log-index-" + node);
            this.thread.setDaemon(true);
        }

        private void run() {
            Following following = new Following(engine, CALL_LIMIT);
            long pauseMs = PAUSE_MS;
            try {
                while (!closed) {
                    Following.From before = from;
                    try {
                        following.follow(node, from, this::offer);
                    } catch (ProblemException e) {
                        if (pauseMs == PAUSE_MS) {
                            LOG.warn(
                                    "what {} writes is not read now: {}",
                                    node,
                                    e.problem().detail());
                        }
                    }
                    pauseMs = from.equals(before) ? Math.min(LONGEST_PAUSE_MS, 2 * pauseMs) : PAUSE_MS;
                    Thread.sleep(pauseMs);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                engine.close();
            }
        }

        /** On the thread of the engine's client, which waits here until there is room. */
        private void offer(Instant at, String text, long missing) {
            Line line = new Line(at, text, missing);
            try {
                while (!closed && !waiting.offer(line, FULL_LOOK_MS, TimeUnit.MILLISECONDS)) {
                    // Until there is room, or nobody reads any more.
                }
                from = new Following.From.After(at);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public boolean read() {
            List<Line> lines = new ArrayList<>();
            waiting.drainTo(lines, MOST_AT_ONCE);
            lines.forEach(line -> entries.line(line.at, line.text, line.missing));
            return !lines.isEmpty();
        }

        @Override
        public void settle() {
            entries.settle();
        }

        @Override
        public LogPosition position() {
            return entries.position();
        }

        @Override
        public void close() {
            closed = true;
            thread.interrupt();
        }
    }
}
