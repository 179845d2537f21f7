package io.conclave.logs.index;

import io.conclave.bus.Problem;
import io.conclave.logs.AskContext;
import io.conclave.logs.Highlighter;
import io.conclave.logs.LogContext;
import io.conclave.logs.LogHit;
import io.conclave.logs.LogLevel;
import io.conclave.logs.LogQuery;
import io.conclave.logs.LogService;
import io.conclave.logs.QueryTree;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds entries, by a connection of its own. Used by one thread at a time. */
final class IndexReader implements AutoCloseable {

    /** How many of the newest entries that fit are ranked; those before could only win by a narrower query. */
    private static final int MOST_RANKED = 20_000;

    private static final String COLUMNS = "entry.id, source.name, source.node, time_known, thread, logger, message, cut"
            + " FROM entry JOIN source ON source.id = entry.source";
    private static final int WALKED_FOR_CONTEXT = 20_000;

    private final Connection connection;
    private final TimeLimit limit;
    private final Map<String, Integer> nodes = new HashMap<>();
    private final Map<Integer, String> nodeNames = new HashMap<>();

    /**
     * @param connection which is this reader's from now on
     * @param limit cuts statements short whose time is over
     */
    IndexReader(Connection connection, TimeLimit limit) {
        this.connection = connection;
        this.limit = limit;
    }

    /** What is found on a page, and the cursor of the next one or null. */
    record Found(List<LogHit> hits, String nextCursor) {}

    /** The hits of one page. */
    Found page(LogQuery query, QueryTree tree) throws SQLException {
        return isRanked(query, tree)
                ? found(query, tree, ranked(query, tree, KeyRange.of(query)), false)
                : found(query, tree, keys(query, tree, KeyRange.of(query)), true);
    }

    /**
     * The hits of the first page.
     *
     * @param newest the numbers of the entries that fit, as {@link #newest} gave them
     */
    Found firstPage(LogQuery query, QueryTree tree, long[] newest) throws SQLException {
        if (query.sort() == LogQuery.Sort.OLDEST || isRanked(query, tree)) {
            return page(query, tree);
        }
        List<Long> keys = new ArrayList<>();
        for (int i = 0; i < newest.length && i <= query.limit(); i++) {
            keys.add(newest[i]);
        }
        return found(query, tree, keys, true);
    }

    private static boolean isRanked(LogQuery query, QueryTree tree) {
        return query.sort() == LogQuery.Sort.BEST && tree != null;
    }

    /** @param keys one more than fit on the page, where there are more */
    private Found found(LogQuery query, QueryTree tree, List<Long> keys, boolean byTime) throws SQLException {
        Highlighter highlighter = new Highlighter(tree);
        boolean more = keys.size() > query.limit();
        List<Long> shown = more ? keys.subList(0, query.limit()) : keys;
        List<LogHit> hits = new ArrayList<>(shown.size());
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + COLUMNS + " WHERE entry.id = ?")) {
            for (long key : shown) {
                statement.setLong(1, key);
                try (ResultSet row = statement.executeQuery()) {
                    if (row.next()) {
                        hits.add(hit(row, highlighter));
                    }
                }
            }
        }
        return new Found(hits, more && byTime ? Long.toString(shown.get(shown.size() - 1)) : null);
    }

    /** Whether a query asks for all entries of a time. */
    private static boolean isEverything(LogQuery query, QueryTree tree) {
        return tree == null
                && query.services().isEmpty()
                && query.nodes().isEmpty()
                && query.levels().isEmpty();
    }

    private List<Long> keys(LogQuery query, QueryTree tree, KeyRange range) throws SQLException {
        boolean oldest = query.sort() == LogQuery.Sort.OLDEST;
        boolean everything = isEverything(query, tree);
        String sql = (everything
                        ? "SELECT id FROM entry WHERE id >= ? AND id < ? ORDER BY id"
                        : "SELECT rowid FROM terms WHERE rowid >= ? AND rowid < ? AND terms MATCH ? ORDER BY rowid")
                + (oldest ? " LIMIT ?" : " DESC LIMIT ?");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, range.from());
            statement.setLong(2, range.to());
            int next = 3;
            if (!everything) {
                statement.setString(next++, expression(query, tree, FtsExpression.Aside.NOTHING));
            }
            statement.setInt(next, query.limit() + 1);
            return numbers(statement);
        }
    }

    private List<Long> ranked(LogQuery query, QueryTree tree, KeyRange range) throws SQLException {
        String expression = expression(query, tree, FtsExpression.Aside.NOTHING);
        long from = range.from();
        try (PreparedStatement last = connection.prepareStatement("SELECT rowid FROM terms WHERE rowid >= ? AND rowid"
                + " < ? AND terms MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET " + (MOST_RANKED - 1))) {
            last.setLong(1, range.from());
            last.setLong(2, range.to());
            last.setString(3, expression);
            List<Long> found = numbers(last);
            from = found.isEmpty() ? from : found.get(0);
        }
        try (PreparedStatement best = connection.prepareStatement("SELECT rowid FROM terms WHERE rowid >= ? AND rowid"
                + " < ? AND terms MATCH ? ORDER BY bm25(terms, 1.0, 0.5, 0.0), rowid DESC LIMIT ?")) {
            best.setLong(1, from);
            best.setLong(2, range.to());
            best.setString(3, expression);
            best.setInt(4, query.limit());
            return numbers(best);
        }
    }

    /**
     * The numbers of the newest entries that fit, newest first.
     *
     * @param aside which of the query's filters is left out
     * @param most how many at the most
     */
    long[] newest(LogQuery query, QueryTree tree, FtsExpression.Aside aside, int most) throws SQLException {
        KeyRange range = KeyRange.ofTime(query);
        boolean everything = isEverything(query, tree);
        // All in one text, since to hand them over one by one takes twice as long as to find them.
        String sql = "SELECT group_concat(id) FROM (SELECT "
                + (everything
                        ? "id FROM entry WHERE id >= ? AND id < ? ORDER BY id"
                        : "rowid AS id FROM terms WHERE rowid >= ? AND rowid < ? AND terms MATCH ? ORDER BY rowid")
                + " DESC LIMIT ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, range.from());
            statement.setLong(2, range.to());
            int next = 3;
            if (!everything) {
                statement.setString(next++, expression(query, tree, aside));
            }
            statement.setInt(next, most);
            try (TimeLimit.Running running = limit.begin(statement);
                    ResultSet row = statement.executeQuery()) {
                return numbers(row.getBytes(1), most);
            }
        }
    }

    /** The numbers that stand in a text with commas between them. */
    private static long[] numbers(byte[] text, int most) {
        long[] numbers = new long[most];
        int count = 0;
        long number = 0;
        for (int i = 0; text != null && i <= text.length; i++) {
            if (i == text.length || text[i] == ',') {
                numbers[count++] = number;
                number = 0;
            } else {
                number = 10 * number + (text[i] - '0');
            }
        }
        return Arrays.copyOf(numbers, count);
    }

    /** What stands around an entry in the log of the same server. */
    LogContext context(AskContext question) throws SQLException {
        long key = key("id", question.id());
        Highlighter none = new Highlighter(null);
        List<LogHit> hits = new ArrayList<>(around(key, question.around(), true, none));
        Collections.reverse(hits);
        int position = hits.size() - 1;
        if (hits.isEmpty() || !hits.get(position).id().equals(question.id())) {
            throw Problem.notFound("id", question.id(), "an entry that is still kept")
                    .asException();
        }
        hits.addAll(around(key, question.around(), false, none));
        return new LogContext(hits, position);
    }

    /** The entry and those before it, newest first; or those behind it, oldest first. */
    private List<LogHit> around(long key, int most, boolean before, Highlighter none) throws SQLException {
        String sql = before
                ? "SELECT " + COLUMNS
                        + " WHERE entry.id <= ? AND entry.id > ? AND entry.id & ? = ? ORDER BY entry.id DESC"
                        + " LIMIT ?"
                : "SELECT " + COLUMNS + " WHERE entry.id > ? AND entry.id < ? AND entry.id & ? = ? ORDER BY entry.id"
                        + " LIMIT ?";
        long mask = EntryKey.kind(LogService.OTHER, EntryKey.FURTHER_NODES, LogLevel.TRACE) & ~7;
        List<LogHit> hits = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, key);
            statement.setLong(2, edge(key, before));
            statement.setLong(3, mask);
            statement.setLong(4, key & mask);
            statement.setInt(5, before ? most + 1 : most);
            try (TimeLimit.Running running = limit.begin(statement);
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    hits.add(hit(rows, none));
                }
            }
        }
        return hits;
    }

    /** How far is walked at the most: a server that wrote nothing for long has few entries among those of others. */
    private long edge(long key, boolean before) throws SQLException {
        String sql = before
                ? "SELECT id FROM entry WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET " + WALKED_FOR_CONTEXT
                : "SELECT id FROM entry WHERE id > ? ORDER BY id LIMIT 1 OFFSET " + WALKED_FOR_CONTEXT;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, key);
            List<Long> found = numbers(statement);
            return found.isEmpty() ? before ? Long.MIN_VALUE : Long.MAX_VALUE : found.get(0);
        }
    }

    private List<Long> numbers(PreparedStatement statement) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (TimeLimit.Running running = limit.begin(statement);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }

    private static LogHit hit(ResultSet row, Highlighter highlighter) throws SQLException {
        long key = row.getLong(1);
        String message = row.getString(7);
        return new LogHit(
                Long.toString(key),
                Instant.ofEpochMilli(EntryKey.epochMs(key)),
                row.getInt(4) != 0,
                EntryKey.service(key),
                row.getString(3),
                EntryKey.level(key),
                row.getString(5),
                row.getString(6),
                message,
                row.getString(2),
                row.getLong(8),
                highlighter.ranges(message));
    }

    private String expression(LogQuery query, QueryTree tree, FtsExpression.Aside aside) throws SQLException {
        for (String node : query.nodes()) {
            number(node);
        }
        return FtsExpression.of(tree, query, kinds(), node -> nodes.getOrDefault(node, -1), aside);
    }

    private int[] kinds() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT id FROM kind")) {
            return numbers(statement).stream().mapToInt(Long::intValue).toArray();
        }
    }

    private void number(String node) throws SQLException {
        if (!nodes.containsKey(node)) {
            try (PreparedStatement statement = connection.prepareStatement("SELECT number FROM node WHERE name = ?")) {
                statement.setString(1, node);
                for (long number : numbers(statement)) {
                    nodes.put(node, (int) Math.min(number, EntryKey.FURTHER_NODES));
                }
            }
        }
    }

    /** What people call the node of this number. */
    String nodeName(int number) throws SQLException {
        if (number == EntryKey.FURTHER_NODES) {
            return "…";
        }
        String known = nodeNames.get(number);
        if (known == null) {
            try (PreparedStatement statement = connection.prepareStatement("SELECT name FROM node WHERE number = ?")) {
                statement.setInt(1, number);
                try (ResultSet row = statement.executeQuery()) {
                    known = row.next() ? row.getString(1) : "?";
                }
            }
            nodeNames.put(number, known);
        }
        return known;
    }

    /** The number that stands in a text that a page gave. */
    static long key(String field, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Problem.invalid(field, text, "what an answer before this one gave")
                    .asException();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** Numbers from one on, and below another. */
    private record KeyRange(long from, long to) {

        static KeyRange ofTime(LogQuery query) {
            return new KeyRange(
                    query.from() == null ? 0 : EntryKey.first(query.from()),
                    query.to() == null ? Long.MAX_VALUE : EntryKey.first(query.to()));
        }

        static KeyRange of(LogQuery query) {
            KeyRange time = ofTime(query);
            if (query.cursor() == null) {
                return time;
            }
            long cursor = key("cursor", query.cursor());
            return query.sort() == LogQuery.Sort.OLDEST
                    ? new KeyRange(Math.max(time.from, cursor + 1), time.to)
                    : new KeyRange(time.from, Math.min(time.to, cursor));
        }
    }
}
