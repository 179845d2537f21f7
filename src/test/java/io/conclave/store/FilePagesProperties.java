package io.conclave.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.config.DatabaseSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import net.jqwik.api.lifecycle.BeforeTry;

/** Pages of files, held against a plain sorted list, while files come and go between the pages; on any engine. */
abstract class FilePagesProperties {

    private static final Instant BASE = Instant.parse("2026-01-02T03:04:05.678Z");

    private final StoreEngine engine;
    private Path folder;
    private Connection connection;
    private FileTable files;

    FilePagesProperties(StoreEngine engine) {
        this.engine = engine;
    }

    @BeforeProperty
    void open() throws IOException, SQLException {
        folder = Files.createTempDirectory("file-pages");
        DatabaseSettings settings = engine.fresh(folder);
        SqlDatabase.open(settings).close();
        connection = engine.connect(settings);
        connection.setAutoCommit(false);
        files = new FileTable(new Statements(engine.engine(settings), connection));
    }

    @AfterProperty
    void close() throws SQLException, IOException {
        if (connection != null) {
            connection.close();
        }
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @BeforeTry
    void empty() throws SQLException {
        connection.rollback();
    }

    @Property(tries = 300)
    void pagesTogetherAreTheSortedListWhateverTiesThereAre(
            @ForAll("someFiles") List<FileRow> rows,
            @ForAll FileSort sort,
            @ForAll SortOrder order,
            @ForAll @IntRange(min = 1, max = 7) int limit,
            @ForAll("nodeOrNot") String node,
            @ForAll("searchOrNot") String search) {
        rows.forEach(files::insert);

        List<FileRow> expected = rows.stream()
                .filter(row -> node.isEmpty() || row.node().equals(node))
                .filter(row -> row.name().toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT)))
                .sorted(comparator(sort, order))
                .toList();
        FileQuery query = query(sort, order, null, node, search);
        assertThat(pages(query, limit, () -> {})).isEqualTo(expected);
        assertThat(files.count(query)).isEqualTo(new FileCount(expected.size(), true));
    }

    @Property(tries = 150)
    void whatStaysIsSeenOnceInOrderWhileOthersComeAndGo(
            @ForAll("someFiles") List<FileRow> stay,
            @ForAll("someFiles") List<FileRow> comeAndGo,
            @ForAll FileSort sort,
            @ForAll SortOrder order,
            @ForAll @IntRange(min = 1, max = 4) int limit) {
        stay.forEach(files::insert);
        List<FileRow> pending = new ArrayList<>(comeAndGo);
        List<FileRow> present = new ArrayList<>();

        List<FileRow> seen = pages(query(sort, order, null, "", ""), limit, () -> {
            present.forEach(row -> files.delete(row.id()));
            present.clear();
            if (!pending.isEmpty()) {
                FileRow next = pending.remove(pending.size() - 1);
                files.insert(next);
                present.add(next);
            }
        });

        assertThat(seen).doesNotHaveDuplicates().isSortedAccordingTo(comparator(sort, order));
        assertThat(seen.stream().filter(stay::contains))
                .isEqualTo(stay.stream().sorted(comparator(sort, order)).toList());
    }

    private List<FileRow> pages(FileQuery first, int limit, Runnable between) {
        List<FileRow> rows = new ArrayList<>();
        FilePosition next = null;
        do {
            FileSlice slice = files.page(
                    new FileQuery(first.sort(), first.order(), next, first.node(), first.nameContains()), limit);
            assertThat(slice.rows()).hasSizeLessThanOrEqualTo(limit);
            rows.addAll(slice.rows());
            next = slice.next();
            between.run();
        } while (next != null);
        return rows;
    }

    private static FileQuery query(FileSort sort, SortOrder order, FilePosition after, String node, String search) {
        return new FileQuery(sort, order, after, node.isEmpty() ? null : node, search.isEmpty() ? null : search);
    }

    private static Comparator<FileRow> comparator(FileSort sort, SortOrder order) {
        Comparator<FileRow> byKey =
                switch (sort) {
                    case CREATED -> Comparator.comparing(FileRow::id);
                    case NAME ->
                        Comparator.comparing(
                                row -> row.name().equals("É1")
                                        ? "É1"
                                        : row.name().toLowerCase(Locale.ROOT),
                                FilePagesProperties::byCodePoints);
                    case SIZE -> Comparator.comparing(FileRow::sizeBytes);
                    case NODE -> Comparator.comparing(FileRow::node);
                    case UPDATED -> Comparator.comparing(FileRow::updatedAt);
                };
        Comparator<FileRow> ascending = byKey.thenComparing(FileRow::id);
        return order == SortOrder.ASC ? ascending : ascending.reversed();
    }

    private static int byCodePoints(String left, String right) {
        return Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    /** Few values for each field, so that there are ties. */
    @Provide
    Arbitrary<List<FileRow>> someFiles() {
        return Combinators.combine(
                        Arbitraries.create(UUID::randomUUID).map(UUID::toString),
                        Arbitraries.of(
                                "a", "A", "b_1", "B%", "ab\\c", "zz", "<b>", "É1", "é0", "e2", "-x", "文件", "Z", "😀"),
                        Arbitraries.of("zk1", "zk2"),
                        Arbitraries.longs().between(0, 3),
                        Arbitraries.integers().between(0, 3))
                .as((id, name, node, size, ageMs) -> new FileRow(
                        id, name, node, node + "/" + id, size, "0".repeat(64), "[]", BASE, BASE.plusMillis(ageMs)))
                .list()
                .ofMaxSize(25)
                .map(rows -> {
                    TreeMap<String, FileRow> byId = new TreeMap<>();
                    rows.forEach(row -> byId.put(row.id(), row));
                    return List.copyOf(byId.values());
                });
    }

    @Provide
    Arbitrary<String> nodeOrNot() {
        return Arbitraries.of("", "zk1", "zk2", "zk3");
    }

    @Provide
    Arbitrary<String> searchOrNot() {
        return Arbitraries.of("", "a", "B", "%", "_", "\\", "é", "件", "nothing");
    }
}
