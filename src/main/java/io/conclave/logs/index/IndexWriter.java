package io.conclave.logs.index;

import io.conclave.logs.LogBatch;
import io.conclave.logs.LogEntry;
import io.conclave.logs.LogPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes entries, one transaction a batch. Within a batch they are put in the order of their numbers, since the
 * full-text index writes all it has gathered each time that a number is lower than the one before. Used by one thread,
 * and no more after a failure.
 */
final class IndexWriter implements AutoCloseable {

    private static final int MOST_LOOKED_AT_AN_ENTRY = 4;
    private static final int TIME_KNOWN = 1;
    private static final int PAGES_MERGED_AT_ONCE = 500;

    private final Connection connection;
    private final PreparedStatement insertEntry;
    private final PreparedStatement insertWords;
    private final PreparedStatement lastOfTime;
    private final PreparedStatement position;
    private final PreparedStatement takenWithin;
    private final ExecutorService cutter = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "conclave-logs-cut");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Integer> nodes = new HashMap<>();
    private final Map<List<String>, Integer> sources = new HashMap<>();
    private final Set<Integer> kinds = new HashSet<>();

    /** For each millisecond of this batch in which there are entries, the next free place within it. */
    private final Map<Long, Integer> taken = new HashMap<>();

    /** The milliseconds of which all entries of before are known. */
    private long askedFrom;

    private long askedTo;

    /** @param connection which is this writer's from now on */
    IndexWriter(Connection connection) throws SQLException {
        this.connection = connection;
        insertEntry = connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)");
        insertWords = connection.prepareStatement("INSERT INTO terms (rowid, words, parts, tags) VALUES (?, ?, ?, ?)");
        lastOfTime = connection.prepareStatement("SELECT max(id) FROM entry WHERE id >= ? AND id < ?");
        takenWithin = connection.prepareStatement("SELECT id FROM entry WHERE id >= ? AND id < ? ORDER BY id LIMIT ?");
        position = connection.prepareStatement("INSERT OR REPLACE INTO position VALUES (?, ?, ?, ?, ?)");
    }

    List<LogPosition> positions() throws SQLException {
        List<LogPosition> positions = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT source, file, file_offset, head, head_length FROM position")) {
            while (rows.next()) {
                positions.add(new LogPosition(
                        rows.getString(1), rows.getString(2), rows.getLong(3), rows.getLong(4), rows.getInt(5)));
            }
        }
        connection.commit();
        return positions;
    }

    /** Keeps a batch, or throws; nothing of it is kept then, once the connection is closed. */
    void keep(LogBatch batch) throws SQLException {
        // Words are cut by another thread while the entries are written.
        Future<String[][]> texts = cutter.submit(() -> cut(batch.entries()));
        noteTaken(batch.entries());
        List<LogEntry> entries = batch.entries();
        Numbered[] numbered = new Numbered[entries.size()];
        for (int i = 0; i < numbered.length; i++) {
            numbered[i] = new Numbered(key(entries.get(i)), i);
        }
        Arrays.sort(numbered, Comparator.comparingLong(Numbered::key));
        for (Numbered each : numbered) {
            insertEntry(each.key, entries.get(each.place));
        }
        String[][] words = result(texts);
        for (Numbered each : numbered) {
            insertWords(each.key, words[each.place]);
        }
        for (LogPosition each : batch.positions()) {
            position.setString(1, each.source());
            position.setString(2, each.file());
            position.setLong(3, each.offset());
            position.setLong(4, each.head());
            position.setInt(5, each.headLength());
            position.executeUpdate();
        }
        connection.commit();
    }

    private static String[][] cut(List<LogEntry> entries) {
        IndexedText text = new IndexedText();
        String[][] texts = new String[entries.size()][];
        for (int i = 0; i < texts.length; i++) {
            text.take(entries.get(i));
            texts[i] = new String[] {text.words(), text.parts()};
        }
        return texts;
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while words were cut", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("words could not be cut", e.getCause());
        }
    }

    /**
     * Reads which places are taken already in the time of a batch, all at once: entries that are read late, such as
     * those of one server after another's, fall among others, and to ask for each of them would take longer than to
     * keep it.
     */
    private void noteTaken(List<LogEntry> entries) throws SQLException {
        taken.clear();
        askedFrom = Long.MAX_VALUE;
        askedTo = Long.MIN_VALUE;
        if (entries.isEmpty()) {
            return;
        }
        long first = Long.MAX_VALUE;
        long last = 0;
        for (LogEntry entry : entries) {
            long ms = EntryKey.millis(entry.at());
            first = Math.min(first, ms);
            last = Math.max(last, ms);
        }
        takenWithin.setLong(1, EntryKey.first(first));
        takenWithin.setLong(2, EntryKey.first(last + 1));
        int most = MOST_LOOKED_AT_AN_ENTRY * entries.size();
        takenWithin.setInt(3, most);
        int rows = 0;
        try (ResultSet ids = takenWithin.executeQuery()) {
            while (ids.next()) {
                long id = ids.getLong(1);
                taken.put(EntryKey.epochMs(id), EntryKey.order(id) + 1);
                askedTo = EntryKey.epochMs(id);
                rows++;
            }
        }
        askedFrom = first;
        if (rows < most) {
            askedTo = last;
        } else {
            // There are more: of the last millisecond some may be missing.
            taken.remove(askedTo--);
        }
    }

    /**
     * Merges parts of the full-text index, a bounded number of pages; each batch has added some, and a search has to
     * look into all of them.
     *
     * @return whether there was anything to merge, so that there may be more
     * @see <a href="https://www.sqlite.org/fts5.html#the_merge_command">FTS5 merge</a>
     */
    boolean merge() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long before = changes(statement);
            statement.executeUpdate("INSERT INTO terms (terms, rank) VALUES ('merge', " + PAGES_MERGED_AT_ONCE + ")");
            long after = changes(statement);
            connection.commit();
            return after - before >= 2;
        }
    }

    private static long changes(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT total_changes()")) {
            return row.getLong(1);
        }
    }

    private long key(LogEntry entry) throws SQLException {
        int kind = EntryKey.kind(entry.service(), node(entry.node()), entry.level());
        noteKind(kind);
        long ms = EntryKey.millis(entry.at());
        int order = nextOrder(ms);
        while (order > EntryKey.lastOrder()) {
            order = nextOrder(++ms);
        }
        taken.put(ms, order + 1);
        return EntryKey.of(ms, order, kind);
    }

    /** The next free place within a millisecond. */
    private int nextOrder(long ms) throws SQLException {
        Integer known = taken.get(ms);
        if (known != null) {
            return known;
        }
        if (ms >= askedFrom && ms <= askedTo) {
            return 0;
        }
        lastOfTime.setLong(1, EntryKey.first(ms));
        lastOfTime.setLong(2, EntryKey.first(ms + 1));
        try (ResultSet row = lastOfTime.executeQuery()) {
            long last = row.getLong(1);
            return row.wasNull() ? 0 : EntryKey.order(last) + 1;
        }
    }

    private void insertEntry(long key, LogEntry entry) throws SQLException {
        insertEntry.setLong(1, key);
        insertEntry.setInt(2, source(entry));
        insertEntry.setInt(3, entry.timeKnown() ? TIME_KNOWN : 0);
        insertEntry.setString(4, entry.thread());
        insertEntry.setString(5, entry.logger());
        insertEntry.setString(6, entry.message());
        insertEntry.setLong(7, entry.cut());
        insertEntry.executeUpdate();
    }

    private void insertWords(long key, String[] wordsAndParts) throws SQLException {
        insertWords.setLong(1, key);
        insertWords.setString(2, wordsAndParts[0]);
        insertWords.setString(3, wordsAndParts[1]);
        insertWords.setString(4, IndexedText.tag(EntryKey.kind(key)));
        insertWords.executeUpdate();
    }

    private void noteKind(int kind) throws SQLException {
        if (kinds.add(kind)) {
            try (PreparedStatement statement = connection.prepareStatement("INSERT OR IGNORE INTO kind VALUES (?)")) {
                statement.setInt(1, kind);
                statement.executeUpdate();
            }
        }
    }

    private int source(LogEntry entry) throws SQLException {
        List<String> name = List.of(entry.source(), entry.node());
        Integer known = sources.get(name);
        if (known == null) {
            known = numbered(
                    "INSERT OR IGNORE INTO source (name, node) VALUES (?, ?)",
                    "SELECT id FROM source WHERE name = ? AND node = ?",
                    name);
            sources.put(name, known);
        }
        return known;
    }

    private int node(String name) throws SQLException {
        Integer known = nodes.get(name);
        if (known == null) {
            int number = numbered(
                    "INSERT OR IGNORE INTO node (name) VALUES (?)",
                    "SELECT number FROM node WHERE name = ?",
                    List.of(name));
            known = number <= EntryKey.LAST_NODE ? number : EntryKey.FURTHER_NODES;
            nodes.put(name, known);
        }
        return known;
    }

    private int numbered(String insert, String select, List<String> names) throws SQLException {
        for (String sql : List.of(insert, select)) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < names.size(); i++) {
                    statement.setString(i + 1, names.get(i));
                }
                if (statement.execute()) {
                    return statement.getResultSet().getInt(1);
                }
            }
        }
        throw new IllegalStateException("a row that was inserted is gone");
    }

    /** The connection, for what keeps the index within its bounds. */
    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        cutter.shutdownNow();
        connection.close();
    }

    /** @param place within the batch */
    private record Numbered(long key, int place) {}
}
