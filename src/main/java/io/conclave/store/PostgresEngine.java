package io.conclave.store;

import io.conclave.config.DatabaseSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database on a PostgreSQL server, which several controllers share: one writes, all read.
 *
 * <p>Nothing waits without an end: the server limits statements, locks and transactions that stand still, and where the
 * server itself does not answer, the driver gives the connection up. Whatever of this is in {@code DATABASE_URL} wins.
 */
final class PostgresEngine implements Engine {

    /** More than 64 savepoints in a transaction make every other session's reads slower (its subtransaction cache). */
    private static final int LARGEST_GROUP = 64;

    private static final int CONNECT_SECONDS = 5;
    private static final int SIGN_OF_LIFE_SECONDS = 1;
    private static final int STATEMENT_SECONDS = 8;
    /** Longer than a statement may take: where the server can answer, it is the server that says why. */
    private static final int ANSWER_SECONDS = 10;

    /** For one statement of a migration. */
    private static final int MIGRATION_SECONDS = 1_800;

    private static final int LOCK_MS = 500;
    private static final int STANDING_STILL_SECONDS = 5;
    private static final int ROWS_AT_ONCE = 1_000;

    private static final String LIMITS = "-c statement_timeout=" + STATEMENT_SECONDS + "s -c lock_timeout=" + LOCK_MS
            + "ms -c idle_in_transaction_session_timeout=" + STANDING_STILL_SECONDS + "s";

    private final DatabaseSettings settings;

    PostgresEngine(DatabaseSettings settings) {
        this.settings = settings;
    }

    @Override
    public String place() {
        return settings.url().substring("jdbc:postgresql://".length()).replaceAll("\\?.*", "");
    }

    @Override
    public void migrate() throws SQLException {
        DataSource source = source("conclave-migration", MIGRATION_SECONDS, "");
        try (Connection connection = source.getConnection()) {
            requireUtf8(connection);
        }
        try {
            Flyway.configure(PostgresEngine.class.getClassLoader())
                    .dataSource(source)
                    // Also where the URL limits statements: indexes over many rows take their time.
                    .initSql("SET statement_timeout = 0")
                    .locations("classpath:db/migration", "classpath:db/postgresql")
                    .validateMigrationNaming(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            SQLException refusal = refusal(e);
            if (refusal != null && (fault(refusal) == Fault.LOST || fault(refusal) == Fault.PASSING)) {
                throw refusal;
            }
            throw StoreException.atOpen(
                    place() + " holds something else than Conclave's tables, was written by a newer Conclave, or"
                            + " refuses its user (" + StoreException.firstLine(refusal == null ? e : refusal)
                            + "). Give Conclave a database or a schema of its own, which its user may change.",
                    e);
        }
    }

    /** What the server said, or null where it was not the server that refused. */
    private static SQLException refusal(FlywayException e) {
        Throwable cause = e;
        while (cause != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        return (SQLException) cause;
    }

    private void requireUtf8(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SHOW server_encoding")) {
            rows.next();
            if (!rows.getString(1).equals("UTF8")) {
                throw StoreException.atOpen(
                        place() + " has the encoding " + rows.getString(1)
                                + ", which cannot hold every name; create it anew with ENCODING 'UTF8'",
                        null);
            }
        }
    }

    @Override
    public Connection connectReader() throws SQLException {
        Connection connection =
                source("conclave-reader", ANSWER_SECONDS, LIMITS).getConnection();
        // Not among the options: the driver would take a server that greets it so for a replica.
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = on");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public Connection connectWriter(String controller) throws SQLException {
        Connection connection =
                source("conclave-writer " + controller, ANSWER_SECONDS, LIMITS).getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public boolean answers(Connection connection) {
        try {
            return connection.isValid(SIGN_OF_LIFE_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    private DataSource source(String name, int answerSeconds, String options) {
        Map<String, String> ours = new LinkedHashMap<>();
        ours.put("connectTimeout", String.valueOf(CONNECT_SECONDS));
        ours.put("loginTimeout", String.valueOf(CONNECT_SECONDS));
        ours.put("socketTimeout", String.valueOf(answerSeconds));
        ours.put("tcpKeepAlive", "true");
        ours.put("ApplicationName", name);
        // A replica would show what is old, and take no writes.
        ours.put("targetServerType", "primary");
        ours.put("defaultRowFetchSize", String.valueOf(ROWS_AT_ONCE));
        ours.put("options", options);
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(withParameters(settings.url(), ours));
        settings.user().ifPresent(source::setUser);
        settings.password().ifPresent(source::setPassword);
        return source;
    }

    /** Adds those that the URL does not have itself. */
    private static String withParameters(String url, Map<String, String> parameters) {
        StringBuilder whole = new StringBuilder(url);
        parameters.forEach((name, value) -> {
            if (!url.contains("?" + name + "=") && !url.contains("&" + name + "=")) {
                whole.append(whole.indexOf("?") < 0 ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        });
        return whole.toString();
    }

    @Override
    public int largestGroup() {
        return LARGEST_GROUP;
    }

    /** One writing transaction at a time over all controllers, as with a file: hence also its rising numbers. */
    @Override
    public String lockingEpoch() {
        return EpochTable.ACCEPTED + " FOR UPDATE";
    }

    /**
     * The connection can break after a commit was sent. {@code txid_status} would not always know either: after a crash
     * of the server, the number of a transaction that left nothing in the log is given out once more.
     */
    @Override
    public boolean losesCommits() {
        return true;
    }

    @Override
    public void endRead(Connection connection) throws SQLException {
        connection.rollback();
    }

    /** By the classes of SQLSTATE. */
    @Override
    public Fault fault(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return switch (state) {
            // Ended by an administrator, a crash, or for standing still; or not ready yet.
            case "57P01", "57P02", "57P03", "57P05", "25P03", "25P04" -> Fault.LOST;
            // Serialization, deadlock, lock not available, too many connections.
            case "40001", "40P01", "55P03", "53300" -> Fault.PASSING;
            case "53100" -> Fault.DISK_FULL;
            case "57014" -> Fault.TOO_SLOW;
            case "23505" -> Fault.DUPLICATE;
            default -> state.startsWith("08") ? Fault.LOST : Fault.OTHER;
        };
    }

    /**
     * The transaction that locked the row is in its {@code xmax}, and the session of a transaction is known as long as
     * it lasts.
     */
    @Override
    public void endHolder(Statements statements) {
        statements.all(
                "SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a JOIN controller_epoch e"
                        + " ON a.backend_xid = e.xmax WHERE e.id = 1 AND a.pid <> pg_backend_pid()",
                rows -> rows.getBoolean(1));
    }

    @Override
    public void beforeClose(Connection connection) {
        // What was committed is on the server's disk.
    }

    @Override
    public void breakOff(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It was gone already, which is what was wanted.
        }
    }
}
