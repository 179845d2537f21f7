package io.conclave.store;

import io.conclave.bus.Problem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The prepared statements of one connection, each prepared once; used by that connection's thread alone. */
final class Statements implements AutoCloseable {

    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private final Engine engine;
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Statements(Engine engine, Connection connection) {
        this.engine = engine;
        this.connection = connection;
    }

    Engine engine() {
        return engine;
    }

    Connection connection() {
        return connection;
    }

    /** Runs a statement that changes rows; says how many. */
    int update(String sql, Object... arguments) {
        try {
            return bind(sql, arguments).executeUpdate();
        } catch (SQLException e) {
            throw refused(sql, e);
        }
    }

    <T> Optional<T> first(String sql, RowReader<T> reader, Object... arguments) {
        List<T> rows = all(sql, reader, arguments);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    <T> List<T> all(String sql, RowReader<T> reader, Object... arguments) {
        List<T> rows = new ArrayList<>();
        each(sql, reader, rows::add, arguments);
        return rows;
    }

    /** Reads rows one at a time, so that a large table is never whole in memory. */
    <T> void each(String sql, RowReader<T> reader, Consumer<T> consumer, Object... arguments) {
        try (ResultSet rows = bind(sql, arguments).executeQuery()) {
            while (rows.next()) {
                consumer.accept(reader.read(rows));
            }
        } catch (SQLException e) {
            throw refused(sql, e);
        }
    }

    /** Reads rows one at a time for as long as the look at one says to go on. */
    void eachWhile(String sql, RowReader<Boolean> look, Object... arguments) {
        try (ResultSet rows = bind(sql, arguments).executeQuery()) {
            boolean on = true;
            while (on && rows.next()) {
                on = look.read(rows);
            }
        } catch (SQLException e) {
            throw refused(sql, e);
        }
    }

    long number(String sql, Object... arguments) {
        return first(sql, rows -> rows.getLong(1), arguments).orElse(0L);
    }

    private StoreException refused(String sql, SQLException e) {
        return new StoreException(sql, e, engine.fault(e));
    }

    private PreparedStatement bind(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, value(arguments[i]));
        }
        return statement;
    }

    /** No engine keeps the character NUL in a text as it is: one refuses it, one ends the text there. */
    private static Object value(Object argument) {
        if (argument instanceof Instant instant) {
            return MILLIS.format(instant);
        }
        if (argument instanceof String text && text.indexOf('\0') >= 0) {
            throw Problem.invalid("text", text.replace("\0", "\\u0000"), "without the character U+0000")
                    .asException();
        }
        return argument;
    }

    static Instant instant(ResultSet rows, String column) throws SQLException {
        String text = rows.getString(column);
        return text == null ? null : Instant.parse(text);
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
        connection.close();
    }

    /** Makes a row out of where the result set stands. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet rows) throws SQLException;
    }
}
