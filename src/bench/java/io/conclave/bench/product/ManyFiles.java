package io.conclave.bench.product;

import io.conclave.bus.ControllerRef;
import io.conclave.store.FileRow;
import io.conclave.store.SqlDatabase;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Puts files where a product that is not running will find them: rows in its database, bytes in its nodes' folders. The
 * names are links to few files, and nothing is synced, so it takes seconds where uploads would take minutes.
 */
final class ManyFiles {

    private static final List<String> NODES = List.of("zk1", "zk2", "zk3");
    private static final byte[] CONTENT = "the same in each\n".getBytes(StandardCharsets.US_ASCII);
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final int ROWS_A_COMMIT = 1_000;
    private static final long LIMIT_S = 120;

    /** How many names are links to the same bytes; file systems have a limit on that. */
    private static final int NAMES_A_FILE = 10_000;

    /** The first id of version 7, RFC 9562; the others count its milliseconds up. */
    private static final long FIRST_HIGH = 0x0195_f2a0_0000_7000L;

    private static final long ONE_MS = 1L << 16;
    private static final long LOW = 0x8000_0000_0000_0000L;

    private ManyFiles() {}

    /**
     * Adds them, evenly over the nodes.
     *
     * @param data the product's data folder, in which it has run once
     */
    static void add(Path data, int count) throws Exception {
        Path storage = data.resolve("uploads");
        Path bytes = Files.write(data.resolve("bytes"), CONTENT);
        String hash = Sha256.of(bytes);
        String url = "jdbc:sqlite:" + data.resolve("conclave.db");
        try (SqlDatabase database = SqlDatabase.open(url, new ControllerRef("bench", 1))) {
            List<Future<Void>> commits = new ArrayList<>();
            for (int from = 0; from < count; from += ROWS_A_COMMIT) {
                List<FileRow> rows = new ArrayList<>();
                if (from % NAMES_A_FILE == 0) {
                    Files.delete(bytes);
                    bytes = Files.write(bytes, CONTENT);
                }
                for (int i = from; i < Math.min(count, from + ROWS_A_COMMIT); i++) {
                    FileRow row = row(i, hash);
                    Files.createLink(storage.resolve(row.path()), bytes);
                    rows.add(row);
                }
                commits.add(database.write(tx -> {
                    rows.forEach(tx.files()::insert);
                    return null;
                }));
            }
            Future.all(commits).await(LIMIT_S, TimeUnit.SECONDS);
            Files.delete(bytes);
        }
    }

    private static FileRow row(int number, String hash) {
        String id = new UUID(FIRST_HIGH + number * ONE_MS, LOW).toString();
        String node = NODES.get(number % NODES.size());
        String history = "[{\"action\":\"upload\",\"from\":null,\"to\":\"" + node
                + "\",\"at\":\"2026-01-01T00:00:00.000Z\",\"actor\":\"rest\",\"reason\":\"least_loaded\"}]";
        return new FileRow(
                id, "report-" + number + ".pdf", node, node + "/" + id, CONTENT.length, hash, history, AT, AT);
    }
}
