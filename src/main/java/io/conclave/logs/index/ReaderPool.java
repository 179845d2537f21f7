package io.conclave.logs.index;

import io.conclave.bus.Problem;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that find entries, one for each search under way. Those of a file that was moved aside are not used
 * again; none is closed while a statement runs on it.
 */
final class ReaderPool {

    private static final Logger LOG = LoggerFactory.getLogger(ReaderPool.class);

    private final IndexFile file;
    private final TimeLimit limit;
    private final Deque<IndexReader> idle = new ArrayDeque<>();
    private int generation;
    private boolean open;

    ReaderPool(IndexFile file, Duration searchLimit) {
        this.file = file;
        this.limit = new TimeLimit(searchLimit);
    }

    /** A question to the index. */
    @FunctionalInterface
    interface Question<T> {
        T ask(IndexReader reader) throws SQLException;
    }

    /** From now on there is a file to look into. */
    synchronized void open() {
        open = true;
    }

    /** Asks; throws a 503 problem where there is no file yet. */
    <T> T ask(Question<T> question) throws SQLException {
        IndexReader reader;
        int mine;
        synchronized (this) {
            if (!open) {
                throw Problem.unavailable(
                                "index_starting", "the index of the logs is being opened; ask again in a second")
                        .asException();
            }
            mine = generation;
            reader = idle.poll();
        }
        if (reader == null) {
            reader = new IndexReader(file.reader(), limit);
        }
        try {
            return question.ask(reader);
        } finally {
            giveBack(reader, mine);
        }
    }

    private void giveBack(IndexReader reader, int mine) {
        synchronized (this) {
            if (open && mine == generation) {
                idle.push(reader);
                return;
            }
        }
        close(reader);
    }

    /** Lets go of the file; those that are asked now are closed when they have answered. */
    synchronized void close() {
        open = false;
        generation++;
        idle.forEach(ReaderPool::close);
        idle.clear();
    }

    /** Lets go of everything. */
    void end() {
        close();
        limit.close();
    }

    private static void close(IndexReader reader) {
        try {
            reader.close();
        } catch (SQLException e) {
            LOG.debug("a connection to the index did not close cleanly", e);
        }
    }
}
