package io.conclave.logs.index;

import io.conclave.bus.Problem;
import io.conclave.logs.AskContext;
import io.conclave.logs.DegradedReason;
import io.conclave.logs.LogBatch;
import io.conclave.logs.LogContext;
import io.conclave.logs.LogPosition;
import io.conclave.logs.LogQuery;
import io.conclave.logs.LogSink;
import io.conclave.logs.LogSinkException;
import io.conclave.logs.QueryTree;
import io.conclave.logs.SearchPage;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps and finds entries in a database file of its own. One thread keeps, several find; all of them block. What is
 * damaged is begun anew; where the disk is full nothing is kept until there is room, and searches say so.
 */
public final class EmbeddedIndex implements LogSink {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedIndex.class);

    private static final Duration RETENTION_INTERVAL = Duration.ofSeconds(30);

    private final IndexFile file;
    private final Retention retention;
    private final Clock clock;
    private final ReaderPool readers;
    private final AtomicReference<DegradedReason> degraded = new AtomicReference<>();
    private volatile String damage;
    private IndexWriter writer;
    private Instant nextRetention = Instant.MIN;
    private boolean unmerged = true;
    private boolean closed;

    /**
     * @param file the database, made where it is not there
     * @param age how old an entry may become
     * @param mostBytes how large the database may become
     * @param searchLimit how long a statement of a search may take
     * @param clock by which entries grow old
     */
    public EmbeddedIndex(Path file, Duration age, long mostBytes, Duration searchLimit, Clock clock) {
        this.file = new IndexFile(file);
        this.retention = new Retention(age, mostBytes);
        this.clock = clock;
        this.readers = new ReaderPool(this.file, searchLimit);
    }

    @Override
    public String name() {
        return SearchPage.EMBEDDED;
    }

    @Override
    public int mostEntries() {
        return 40_000;
    }

    @Override
    public synchronized List<LogPosition> positions() throws LogSinkException {
        return write(IndexWriter::positions);
    }

    @Override
    public synchronized void keep(LogBatch batch) throws LogSinkException {
        write(open -> {
            open.keep(batch);
            return null;
        });
        unmerged = true;
        degraded.compareAndSet(DegradedReason.DISK_FULL, null);
        Instant now = clock.instant();
        if (!now.isBefore(nextRetention)) {
            nextRetention = now.plus(RETENTION_INTERVAL);
            long removed = write(open -> retention.enforce(open.connection(), now));
            if (removed > 0) {
                LOG.debug("{} entries of the logs were beyond the bounds of the index", removed);
            }
        }
    }

    @Override
    public synchronized void rest() throws LogSinkException {
        if (unmerged) {
            unmerged = write(IndexWriter::merge);
        }
    }

    private <T> T write(Work<T> work) throws LogSinkException {
        if (closed) {
            throw new LogSinkException("the index is closed", null);
        }
        if (damage != null) {
            begunAnew(damage);
        }
        try {
            if (writer == null) {
                writer = new IndexWriter(file.writer());
                readers.open();
            }
            return work.with(writer);
        } catch (SQLException e) {
            // SQLite may have ended the transaction by itself, such as on a full disk, which the driver does not
            // notice:
            // only a connection that is closed leaves nothing half done.
            closeWriter();
            throw refused(e);
        } catch (IOException e) {
            throw new LogSinkException("the folder of the index of the logs cannot be made: " + e, e);
        } catch (RuntimeException e) {
            closeWriter();
            throw e;
        }
    }

    private LogSinkException refused(SQLException e) throws LogSinkException {
        if (IndexFile.isDamage(e)) {
            begunAnew(e.getMessage());
            return new LogSinkException("the index of the logs was damaged and is begun anew", e);
        }
        if (IndexFile.isFull(e)) {
            if (degraded.getAndSet(DegradedReason.DISK_FULL) != DegradedReason.DISK_FULL) {
                LOG.warn("the index of the logs has paused, since its disk takes nothing: {}", e.getMessage());
            }
            return new LogSinkException("the disk of the index takes nothing: " + e.getMessage(), e);
        }
        return new LogSinkException("the index of the logs cannot be written: " + e.getMessage(), e);
    }

    private void begunAnew(String why) throws LogSinkException {
        readers.close();
        closeWriter();
        file.moveAside(why);
        damage = null;
        degraded.set(DegradedReason.REBUILT);
    }

    /**
     * Looks for entries; blocks.
     *
     * @throws io.conclave.bus.ProblemException 400 for a text or cursor that cannot be read, 503 where there is no
     *     index yet or it is damaged, 504 where a first page took too long
     */
    public SearchPage search(LogQuery query) {
        long begun = System.nanoTime();
        QueryTree tree = query.tree().orElse(null);
        return read(reader -> {
            IndexReader.Found found = null;
            Tally tally = Tally.NONE;
            DegradedReason reason = degraded.get();
            if (query.cursor() == null) {
                try {
                    long[] newest = reader.newest(query, tree, FtsExpression.Aside.NOTHING, Tally.MOST);
                    found = reader.firstPage(query, tree, newest);
                    tally = Tally.of(reader, query, tree, newest);
                } catch (SQLException e) {
                    if (!IndexFile.isInterrupt(e)) {
                        throw e;
                    }
                    reason = DegradedReason.TIME_LIMIT;
                }
            }
            if (found == null) {
                found = reader.page(query, tree);
            }
            return new SearchPage(
                    found.hits(),
                    tally.total(),
                    tally.exact(),
                    tally.facets(),
                    tally.histogram(),
                    found.nextCursor(),
                    SearchPage.EMBEDDED,
                    reason,
                    null,
                    (System.nanoTime() - begun) / 1_000_000);
        });
    }

    /** What stands around an entry; blocks. Throws 404 {@code unknown_id} where the entry is not there. */
    public LogContext context(AskContext question) {
        return read(reader -> reader.context(question));
    }

    private <T> T read(ReaderPool.Question<T> question) {
        try {
            return readers.ask(question);
        } catch (SQLException e) {
            if (IndexFile.isInterrupt(e)) {
                throw new Problem(
                                504,
                                "search_too_long",
                                "the search took too long and was cut short; narrow it by time, server or level",
                                null,
                                null,
                                null)
                        .asException();
            }
            if (IndexFile.isDamage(e)) {
                // The thread that writes moves it aside, since nobody may write to it meanwhile.
                damage = e.getMessage();
            }
            LOG.warn("the index of the logs cannot be read: {}", e.getMessage());
            throw Problem.unavailable("index_unreadable", "the index of the logs cannot be read now: " + e.getMessage())
                    .asException();
        }
    }

    private void closeWriter() {
        if (writer != null) {
            try {
                writer.close();
            } catch (SQLException e) {
                LOG.warn("the index of the logs did not close cleanly: {}", e.getMessage());
            }
            writer = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        readers.end();
        closeWriter();
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(IndexWriter writer) throws SQLException;
    }
}
