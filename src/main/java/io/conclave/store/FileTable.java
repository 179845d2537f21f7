package io.conclave.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The table {@code files}: where each file is. */
public final class FileTable {

    /** How many names one call looks at, at the most: bounds the time that it may take. */
    public static final int MOST_ROWS_SEARCHED = 200_000;

    private static final String COLUMNS = "id, name, node, path, size_bytes, sha256, history, created_at, updated_at";

    private final Statements statements;

    FileTable(Statements statements) {
        this.statements = statements;
    }

    /** Adds a row. */
    public void insert(FileRow row) {
        statements.update(
                "INSERT INTO files (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row.id(),
                row.name(),
                row.node(),
                row.path(),
                row.sizeBytes(),
                row.sha256(),
                row.history(),
                row.createdAt(),
                row.updatedAt());
    }

    /** The row of this id. */
    public Optional<FileRow> find(String id) {
        return statements.first("SELECT " + COLUMNS + " FROM files WHERE id = ?", FileTable::read, id);
    }

    /**
     * A page in one of the orders. Each is a range of an index, so it costs the same at any depth.
     *
     * <p>A search by name walks along that index until it has found enough or looked at {@link #MOST_ROWS_SEARCHED}
     * names, and says from where to go on.
     *
     * @param limit rows at the most
     */
    public FileSlice page(FileQuery query, int limit) {
        return query.nameContains() == null ? range(query, limit) : search(query, limit);
    }

    private FileSlice range(FileQuery query, int limit) {
        List<FileRow> rows = new ArrayList<>();
        for (Stretch stretch : Stretch.of(query)) {
            rows.addAll(statements.all(
                    "SELECT " + COLUMNS + stretch.sql() + " LIMIT ?",
                    FileTable::read,
                    stretch.argumentsAnd(limit - rows.size())));
        }
        return new FileSlice(rows, rows.size() < limit ? null : behindLast(rows, query.sort()));
    }

    private static FilePosition behindLast(List<FileRow> rows, FileSort sort) {
        return FilePosition.behind(rows.get(rows.size() - 1), sort);
    }

    private FileSlice search(FileQuery query, int limit) {
        NameSearch search = new NameSearch(query.nameContains(), limit, MOST_ROWS_SEARCHED);
        for (Stretch stretch : Stretch.of(query)) {
            if (!search.isOver()) {
                // The limit tells the engine that walking along the index is better than sorting all names first.
                statements.eachWhile(
                        "SELECT id, name" + stretch.sql() + " LIMIT ?",
                        rows -> search.look(rows.getString(1), rows.getString(2)),
                        stretch.argumentsAnd(MOST_ROWS_SEARCHED));
            }
        }
        List<FileRow> rows = search.found().stream()
                .map(this::find)
                .flatMap(Optional::stream)
                .toList();
        return new FileSlice(
                rows,
                search.isOver()
                        ? find(search.last())
                                .map(row -> FilePosition.behind(row, query.sort()))
                                .orElse(null)
                        : null);
    }

    /** How many files a query is about, wherever it begins; looks at {@link #MOST_ROWS_SEARCHED} at the most. */
    public FileCount count(FileQuery query) {
        List<Object> arguments = new ArrayList<>();
        String node = query.node() == null ? "" : " WHERE node = ?";
        if (query.node() != null) {
            arguments.add(query.node());
        }
        if (query.nameContains() == null) {
            arguments.add(MOST_ROWS_SEARCHED + 1);
            long count = statements.number(
                    "SELECT count(*) FROM (SELECT 1 FROM files" + node + " LIMIT ?) AS counted", arguments.toArray());
            return new FileCount(Math.min(count, MOST_ROWS_SEARCHED), count <= MOST_ROWS_SEARCHED);
        }
        NameSearch search = new NameSearch(query.nameContains(), MOST_ROWS_SEARCHED, MOST_ROWS_SEARCHED);
        // In the order of the names' index, which alone is read then.
        arguments.add(MOST_ROWS_SEARCHED);
        statements.eachWhile(
                "SELECT id, lower(name) FROM files" + node + " ORDER BY lower(name), id LIMIT ?",
                rows -> search.look(rows.getString(1), rows.getString(2)),
                arguments.toArray());
        return new FileCount(search.found().size(), !search.isOver());
    }

    /**
     * Gives a file to another node.
     *
     * @return false where the file is gone or is not with {@code fromNode}; nothing is changed then
     */
    public boolean move(String id, String fromNode, String toNode, String newPath, String history, Instant updatedAt) {
        return statements.update(
                        "UPDATE files SET node = ?, path = ?, history = ?, updated_at = ? WHERE id = ? AND node = ?",
                        toNode,
                        newPath,
                        history,
                        updatedAt,
                        id,
                        fromNode)
                == 1;
    }

    /** Removes a row; false where there was none. */
    public boolean delete(String id) {
        return statements.update("DELETE FROM files WHERE id = ?", id) == 1;
    }

    /** What is kept in memory of every file, oldest first, one at a time. */
    public void forEachBrief(Consumer<FileBrief> consumer) {
        statements.each(
                "SELECT id, name, node, size_bytes, created_at FROM files ORDER BY id",
                rows -> new FileBrief(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getLong(4),
                        Statements.instant(rows, "created_at")),
                consumer);
    }

    /** Every row whose name begins with the prefix, oldest first, one at a time. */
    public void forEachNamed(String prefix, Consumer<FileRow> consumer) {
        statements.each(
                "SELECT " + COLUMNS + " FROM files WHERE substr(name, 1, ?) = ? ORDER BY id",
                FileTable::read,
                consumer,
                prefix.codePointCount(0, prefix.length()),
                prefix);
    }

    /** How many rows there are. */
    public long count() {
        return statements.number("SELECT count(*) FROM files");
    }

    private static FileRow read(ResultSet rows) throws SQLException {
        return new FileRow(
                rows.getString("id"),
                rows.getString("name"),
                rows.getString("node"),
                rows.getString("path"),
                rows.getLong("size_bytes"),
                rows.getString("sha256"),
                rows.getString("history"),
                Statements.instant(rows, "created_at"),
                Statements.instant(rows, "updated_at"));
    }
}
