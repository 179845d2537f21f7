package io.conclave.logs.index;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cuts short what runs for too long: a statement that is cut short fails with an interrupt. */
final class TimeLimit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TimeLimit.class);

    private final Duration limit;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "conclave-logs-watch");
        thread.setDaemon(true);
        return thread;
    });

    TimeLimit(Duration limit) {
        this.limit = limit;
    }

    /** Begins to watch a statement, until what is returned is closed. */
    Running begin(Statement statement) {
        Running running = new Running(statement);
        running.deadline = watch.schedule(running::cut, limit.toMillis(), TimeUnit.MILLISECONDS);
        return running;
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    /** A statement that is watched. */
    static final class Running implements AutoCloseable {
        private final Statement statement;
        private ScheduledFuture<?> deadline;
        private boolean over;

        private Running(Statement statement) {
            this.statement = statement;
        }

        /** Under the lock, since an interrupt after the end would hit whatever runs next. */
        private synchronized void cut() {
            if (!over) {
                try {
                    statement.cancel();
                } catch (SQLException e) {
                    LOG.debug("a search could not be cut short", e);
                }
            }
        }

        @Override
        public void close() {
            synchronized (this) {
                over = true;
            }
            deadline.cancel(false);
        }
    }
}
