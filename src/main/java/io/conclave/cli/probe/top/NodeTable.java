package io.conclave.cli.probe.top;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.cli.SafeText;
import io.conclave.cli.probe.text.Amounts;
import io.conclave.cli.probe.text.Tone;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/**
 * The servers as a table. Columns are as wide as what is in them; where the terminal is too narrow for all, the least
 * important go first, so that none is ever cut in its middle.
 */
final class NodeTable {

    private static final int GAP = 2;

    /** From this many times the time between two readings on, what is known of a server is old. */
    private static final int STALE_READINGS = 4;

    private static final long STALE_AT_LEAST_MS = 2_000;
    private static final String UNKNOWN = "-";

    /** @param rank how early it gives way: the highest goes first */
    private record Column(String head, int rank, boolean right, Function<JsonNode, Cell> cell) {}

    private record Cell(String text, Tone tone) {
        private static Cell plain(String text) {
            return new Cell(text, Tone.PLAIN);
        }
    }

    private final JsonNode ensemble;
    private final JsonNode counts;
    private final Instant now;

    /**
     * @param ensemble the state of {@code conclave.ensemble}
     * @param counts the state of {@code conclave.counts}, or an empty object
     * @param now by the clock that stamped them, as well as it is known
     */
    NodeTable(JsonNode ensemble, JsonNode counts, Instant now) {
        this.ensemble = ensemble;
        this.counts = counts;
        this.now = now;
    }

    List<AttributedString> lines(int width) {
        List<JsonNode> nodes = StreamSupport.stream(ensemble.path("nodes").spliterator(), false)
                .toList();
        List<Column> columns = new ArrayList<>(columns());
        while (columns.size() > 2 && total(columns, nodes) > width) {
            columns.stream().max((a, b) -> Integer.compare(a.rank(), b.rank())).ifPresent(columns::remove);
        }
        List<AttributedString> lines = new ArrayList<>();
        lines.add(row(columns, nodes, column -> new Cell(column.head(), Tone.QUIET)));
        nodes.forEach(
                node -> lines.add(row(columns, nodes, column -> column.cell().apply(node))));
        return lines;
    }

    private List<Column> columns() {
        return List.of(
                new Column("NODE", 0, false, node -> new Cell(text(node, "id"), Tone.STRONG)),
                new Column("ROLE", 1, false, this::role),
                new Column("STATE", 2, false, node -> new Cell(text(node, "state"), Tone.of(text(node, "health")))),
                new Column("ZXID", 6, false, node -> Cell.plain(text(node, "zxid"))),
                new Column("LATENCY", 4, true, node -> Cell.plain(latency(node))),
                new Column("CONN", 5, true, node -> Cell.plain(figure(node, "connections"))),
                new Column("WAIT", 8, true, node -> Cell.plain(figure(node, "outstanding"))),
                new Column("FILES", 7, true, node -> Cell.plain(count(node, "files"))),
                new Column("BYTES", 9, true, node -> Cell.plain(bytes(node))),
                new Column("HEARD", 3, true, this::heard));
    }

    private Cell role(JsonNode node) {
        String role = text(node, "role");
        String shown = node.path("drained").asBoolean() ? role + ", drained" : role;
        return new Cell(shown, role.equals("leader") ? Tone.GOOD : Tone.PLAIN);
    }

    private static String latency(JsonNode node) {
        JsonNode average = node.path("latencyMs").path("avg");
        return average.isNumber() ? Amounts.figure(average.asDouble()) + " ms" : UNKNOWN;
    }

    /** When it last answered; with a mark where that is so long ago that the figures beside it are old. */
    private Cell heard(JsonNode node) {
        Duration age;
        try {
            age = Duration.between(Instant.parse(node.path("respondedAt").asText()), now);
        } catch (DateTimeException e) {
            return new Cell("never", Tone.WARNING);
        }
        long pollMs = ensemble.path("reading").path("pollMs").asLong();
        boolean stale = age.toMillis() > Math.max(STALE_AT_LEAST_MS, STALE_READINGS * pollMs);
        return new Cell(Amounts.age(age) + (stale ? " old!" : ""), stale ? Tone.WARNING : Tone.PLAIN);
    }

    private String count(JsonNode node, String of) {
        JsonNode count = counts.path(of).path(node.path("id").asText());
        return count.isNumber() ? Long.toString(count.asLong()) : UNKNOWN;
    }

    private String bytes(JsonNode node) {
        JsonNode bytes = counts.path("bytes").path(node.path("id").asText());
        return bytes.isNumber() ? Amounts.bytes(bytes.asLong()) : UNKNOWN;
    }

    private static String figure(JsonNode node, String field) {
        return node.path(field).isNumber() ? Long.toString(node.path(field).asLong()) : UNKNOWN;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).isTextual() ? SafeText.shown(node.path(field).asText()) : UNKNOWN;
    }

    private static int total(List<Column> columns, List<JsonNode> nodes) {
        return columns.stream().mapToInt(column -> width(column, nodes) + GAP).sum() - GAP;
    }

    private static int width(Column column, List<JsonNode> nodes) {
        return nodes.stream()
                .mapToInt(node -> columns(column.cell().apply(node).text()))
                .reduce(column.head().length(), Math::max);
    }

    /** How many columns of a terminal a text takes: a Chinese character takes two. */
    private static int columns(String text) {
        return new AttributedString(text).columnLength();
    }

    private static AttributedString row(List<Column> columns, List<JsonNode> nodes, Function<Column, Cell> cells) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        for (Column column : columns) {
            Cell cell = cells.apply(column);
            String padding = " ".repeat(width(column, nodes) - columns(cell.text()));
            line.append(line.length() == 0 ? "" : " ".repeat(GAP));
            line.append(column.right() ? padding : "").styled(cell.tone().style(), cell.text());
            line.append(column.right() ? "" : padding);
        }
        return line.toAttributedString();
    }
}
