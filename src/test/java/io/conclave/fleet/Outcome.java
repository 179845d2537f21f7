package io.conclave.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.zookeeper.ZooKeeper;

/** What the database, the disks and the znodes hold after the faults, against what was acknowledged. */
final class Outcome {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SESSION_MS = 10_000;

    /** A file's row. */
    record Row(String name, String node, String sha256) {}

    private final Fleet fleet;
    private final Ledger ledger;

    Outcome(Fleet fleet, Ledger ledger) {
        this.fleet = fleet;
        this.ledger = ledger;
    }

    /** How many rows of the outbox and open moves are left; the fleet has settled when there are none. */
    long unsettled() throws SQLException {
        return number("SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM migrations WHERE closed_at IS NULL)"
                + " + (SELECT count(*) FROM operations WHERE status = 'running')");
    }

    /** How many files were moved. */
    long moved() throws SQLException {
        return number("SELECT count(*) FROM migrations WHERE state = 'done'");
    }

    /** How many controllers have been in office, one after another. */
    long terms() throws SQLException {
        return number("SELECT epoch FROM controller_epoch");
    }

    /** Fails where anything that was promised is not so. */
    void check() throws Exception {
        Map<String, Row> rows = rows();
        checkAcknowledged(rows);
        checkUnclear(rows);
        Map<String, String> expected = new TreeMap<>();
        rows.forEach((id, row) -> expected.put(row.node() + "/" + id, row.sha256()));
        assertThat(onDisk()).as("files on the agents' disks, by node and id").isEqualTo(expected);
        Map<String, String> places = new TreeMap<>();
        rows.forEach((id, row) -> places.put(id, row.node()));
        assertThat(znodes()).as("nodes of the files by their znodes").isEqualTo(places);
        checkAudit();
        checkMoves(places);
        checkTerms();
    }

    /** The database gives numbers in the order of its commits: no move was begun in a term that was over. */
    private void checkTerms() throws SQLException {
        List<Long> epochs = new ArrayList<>();
        query("SELECT epoch FROM migrations ORDER BY id", row -> epochs.add(row.getLong(1)));
        assertThat(epochs)
                .as("terms of the moves, in the order of their beginnings")
                .isSorted();
    }

    private void checkAcknowledged(Map<String, Row> rows) {
        ledger.files().forEach((id, file) -> {
            Row row = rows.get(id);
            if (file.state() == Ledger.State.DELETED) {
                assertThat(row)
                        .as("file %s, whose deletion was acknowledged", file)
                        .isNull();
            } else if (file.state() == Ledger.State.KEPT || row != null) {
                assertThat(row)
                        .as("file %s, whose upload was acknowledged", file)
                        .isNotNull();
                assertThat(row.sha256()).as("hash of %s", file).isEqualTo(file.sha256());
            }
        });
    }

    private void checkUnclear(Map<String, Row> rows) {
        assertThat(rows.values()).as("files whose upload was refused").noneMatch(row -> ledger.refused()
                .contains(row.name()));
        Map<String, String> unclear = ledger.unclear();
        rows.forEach((id, row) -> {
            if (!ledger.files().containsKey(id)) {
                assertThat(unclear.get(row.name()))
                        .as("hash of %s, whose upload was not answered, as its client knows it", row)
                        .isEqualTo(row.sha256());
            }
        });
    }

    private void checkAudit() throws SQLException {
        List<String> uploads = details("upload");
        List<String> deletions = details("delete");
        ledger.files().forEach((id, file) -> {
            assertThat(uploads).as("audited upload of %s", file).anyMatch(detail -> detail.contains(id));
            if (file.state() == Ledger.State.DELETED) {
                assertThat(deletions).as("audited deletion of %s", file).anyMatch(detail -> detail.contains(id));
            }
        });
    }

    /** Each move begins where the one before it has ended; a move that two controllers had made would not. */
    private void checkMoves(Map<String, String> places) throws SQLException {
        Map<String, String> at = new HashMap<>();
        query("SELECT file_id, source, target FROM migrations WHERE state = 'done' ORDER BY id", row -> {
            String id = row.getString(1);
            String before = at.put(id, row.getString(3));
            if (before != null) {
                assertThat(row.getString(2))
                        .as("source of the next move of %s", id)
                        .isEqualTo(before);
            }
        });
        at.forEach((id, node) -> {
            if (places.containsKey(id)) {
                assertThat(places.get(id))
                        .as("place of %s after its last move", id)
                        .isEqualTo(node);
            }
        });
    }

    private Map<String, Row> rows() throws SQLException {
        Map<String, Row> rows = new TreeMap<>();
        query(
                "SELECT id, name, node, sha256 FROM files",
                row -> rows.put(row.getString(1), new Row(row.getString(2), row.getString(3), row.getString(4))));
        return rows;
    }

    private List<String> details(String action) throws SQLException {
        List<String> details = new ArrayList<>();
        query(
                "SELECT details FROM operations WHERE status = 'ok' AND action = '" + action + "'",
                row -> details.add(row.getString(1)));
        return details;
    }

    private Map<String, String> onDisk() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (String node : List.of("zk1", "zk2", "zk3")) {
            try (Stream<Path> files = Files.list(fleet.storage(node))) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    if (!name.matches("\\.(lock|storage\\.json|epoch\\.json)")) {
                        found.put(node + "/" + name, Clients.sha256(Files.readAllBytes(file)));
                    }
                }
            }
        }
        return found;
    }

    private Map<String, String> znodes() throws Exception {
        Map<String, String> found = new TreeMap<>();
        try (ZooKeeper client = new ZooKeeper(fleet.connectString(), SESSION_MS, event -> {})) {
            for (String id : client.getChildren(Fleet.ROOT, false)) {
                byte[] content = client.getData(Fleet.ROOT + "/" + id, false, null);
                JsonNode znode = JSON.readTree(new String(content, StandardCharsets.UTF_8));
                found.put(id, znode.get("node").asText());
            }
        }
        return found;
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, RowReader reader) throws SQLException {
        try (Connection connection = fleet.postgres().connect(fleet.database());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    private long number(String sql) throws SQLException {
        long[] number = new long[1];
        query(sql, row -> number[0] = row.getLong(1));
        return number[0];
    }
}
