package io.conclave.testing;

import io.conclave.testing.hosts.Hosts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real PostgreSQL server, a process of its own on a free port with its files in a temporary folder; none of the
 * clusters that Debian's package makes is touched. All tests of a JVM share one, and each has a schema of its own.
 *
 * <p>Its database is for English, so that it would put texts in another order than SQLite does if it were let.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final String PASSWORD = "s3cret-of-the-tests";
    private static final String SUPERUSER = "keeper";
    private static final String OWNER = "conclave";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String LOOPBACK = "127.0.0.1";

    private final Path programs;
    private final Path folder;
    private final String address;
    private final List<String> enter;
    private final int port = UnusedPort.any();
    private final AtomicInteger schemas = new AtomicInteger();
    private Process process;

    private PostgresServer(Path programs, Path folder, String address, List<String> enter) {
        this.programs = programs;
        this.folder = folder;
        this.address = address;
        this.enter = enter;
    }

    /** The one that all tests of this JVM share; skips or fails the test where PostgreSQL is not installed. */
    public static PostgresServer shared() {
        requirePrograms();
        return Shared.SERVER;
    }

    /** One of its own on a host, to be closed by whoever asked. */
    public static PostgresServer on(Hosts hosts, String host) {
        return create(requirePrograms(), hosts.address(host), hosts.enter(host));
    }

    private static Path requirePrograms() {
        return programs()
                .orElseThrow(() ->
                        RealParts.missing("no initdb below " + VERSIONS + ": Debian's package postgresql has it"));
    }

    private static Optional<Path> programs() {
        if (!Files.isDirectory(VERSIONS)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparingInt(bin ->
                            Integer.parseInt(bin.getParent().getFileName().toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begun by the first who asks, ended with the JVM. */
    private static final class Shared {

        private static final PostgresServer SERVER = create(programs().orElseThrow(), LOOPBACK, List.of());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }

    private static PostgresServer create(Path programs, String address, List<String> enter) {
        try {
            Path folder = Files.createTempDirectory("conclave-postgres");
            PostgresServer server = new PostgresServer(programs, folder, address, enter);
            try {
                server.initialise();
                server.start();
                server.admin("CREATE ROLE " + OWNER + " LOGIN PASSWORD '" + PASSWORD + "'");
                server.admin("CREATE DATABASE " + OWNER + " OWNER " + OWNER);
            } catch (IOException | RuntimeException e) {
                server.close();
                throw e;
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void initialise() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), PASSWORD);
        if (isRoot()) {
            run(List.of("chown", "-R", "postgres", folder.toString()));
        }
        run(asServer(
                programs.resolve("initdb").toString(),
                "--pgdata=" + folder.resolve("data"),
                "--username=" + SUPERUSER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--locale-provider=icu",
                "--icu-locale=en",
                "--no-sync"));
        Files.writeString(
                folder.resolve("data/pg_hba.conf"),
                "host all all " + address + "/24 scram-sha-256\n",
                StandardOpenOption.APPEND);
    }

    /** Starts it where it does not run, and waits until it answers. */
    public void start() {
        try {
            process = new ProcessBuilder(asServer(
                            programs.resolve("postgres").toString(),
                            "-D",
                            folder.resolve("data").toString(),
                            "-p",
                            String.valueOf(port),
                            "-c",
                            "listen_addresses=" + address,
                            "-c",
                            "unix_socket_directories=" + folder,
                            "-c",
                            "max_connections=60",
                            // What its processes wrote outlives them without a sync; only the machine must not crash.
                            "-c",
                            "fsync=off"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("postgres.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitAnswer();
    }

    private void awaitAnswer() {
        Awaitility.await("PostgreSQL, log: " + folder.resolve("postgres.log"))
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> {
                    admin("SELECT 1");
                    return true;
                });
    }

    /** The command, as a user whom the server does not refuse to run for. */
    private List<String> asServer(String... command) {
        List<String> whole = new ArrayList<>(enter);
        if (isRoot()) {
            whole.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
        }
        whole.addAll(List.of(command));
        return whole;
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(command + " failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** A new, empty schema, which costs less than a database of its own: the URL without user and password. */
    public String freshSchema() {
        String name = "s" + schemas.incrementAndGet();
        String url = "jdbc:postgresql://" + address + ":" + port + "/" + OWNER + "?currentSchema=" + name;
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return url;
    }

    /** Who owns the schemas that tests have. */
    public String user() {
        return OWNER;
    }

    /** The password of that user. */
    public String password() {
        return PASSWORD;
    }

    /** A connection of the product's user, outside of the product. */
    public Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, OWNER, PASSWORD);
    }

    /** Runs a statement as the superuser. */
    public void admin(String sql) {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + address + ":" + port + "/postgres?connectTimeout=2&socketTimeout=10",
                        SUPERUSER,
                        PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    /** Its port. */
    public int port() {
        return port;
    }

    /** Ends it at once, without leave of anybody who is connected, as a crash does; its log is recovered later. */
    public void crash() throws IOException, InterruptedException {
        Signals.send("QUIT", process.pid());
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("PostgreSQL still runs after SIGQUIT");
        }
    }

    /** {@code pg_ctl restart -m immediate}. */
    public void restart() throws IOException, InterruptedException {
        crash();
        start();
    }

    /** Kills one of its processes, as the kernel does where memory is short; it then ends all others and recovers. */
    public void killSession(long pid) throws IOException, InterruptedException {
        Signals.send("KILL", pid);
        awaitAnswer();
    }

    /** All its processes stand still; they keep their connections and answer nothing. */
    public void pause() throws IOException, InterruptedException {
        signalAll("STOP");
    }

    /** Lets them go on. */
    public void resume() throws IOException, InterruptedException {
        signalAll("CONT");
    }

    /** The postmaster first, so that it begins nothing new meanwhile. */
    private void signalAll(String signal) throws IOException, InterruptedException {
        Signals.send(signal, process.pid());
        for (ProcessHandle child : process.descendants().toList()) {
            if (child.isAlive()) {
                Signals.send(signal, child.pid());
            }
        }
    }

    @Override
    public void close() {
        try {
            if (process != null && process.isAlive()) {
                resume();
                crash();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
