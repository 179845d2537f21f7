package io.conclave.fleet;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the database all the time whether it takes a commit of a term after a later one has begun. What such a
 * commit changes can look right at the end, so that is no proof that nothing of the kind was let in.
 */
final class TermWatch implements AutoCloseable {

    private static final long EACH_MS = 20;
    private static final long LIMIT_MS = 30_000;

    private final Fleet fleet;
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<String> violations = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "term-watch");
    private Map<Long, Long> before = Map.of();
    private int looks;

    private TermWatch(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Begins to look. */
    static TermWatch of(Fleet fleet) {
        TermWatch watch = new TermWatch(fleet);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    /** The database may be away at any time, and is asked again. */
    private void run() {
        try {
            while (over.getCount() > 0) {
                try (Connection connection = fleet.postgres().connect(fleet.database());
                        Statement statement = connection.createStatement()) {
                    do {
                        look(statement);
                    } while (!over.await(EACH_MS, TimeUnit.MILLISECONDS));
                } catch (SQLException away) {
                    over.await(EACH_MS, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Statement statement) throws SQLException {
        TreeMap<Long, Long> now = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery("SELECT epoch, last_commit FROM controller_terms")) {
            while (rows.next()) {
                now.put(rows.getLong("epoch"), rows.getLong("last_commit"));
            }
        }
        synchronized (this) {
            looks++;
            long newest =
                    before.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
            before.forEach((epoch, commit) -> {
                if (epoch < newest && !commit.equals(now.get(epoch))) {
                    violations.add("epoch " + epoch + " committed though " + newest + " had begun");
                }
            });
            before = now;
        }
    }

    /** How often it has looked. */
    synchronized int looks() {
        return looks;
    }

    /** Which terms wrote after their ends. */
    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    @Override
    public void close() throws InterruptedException {
        over.countDown();
        thread.join(LIMIT_MS);
        if (thread.isAlive()) {
            throw new IllegalStateException("the database has not answered for " + LIMIT_MS + " ms");
        }
    }
}
