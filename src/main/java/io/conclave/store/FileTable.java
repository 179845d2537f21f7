package io.conclave.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The table {@code files}: where each file is. Pages go by id, which is by creation, so they cost the same at any
 * depth.
 */
public final class FileTable {

    /** How many rows a search by name looks at before it gives up: bounds the time that one call may take. */
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
     * Rows, newest first.
     *
     * @param limit at the most
     * @param beforeId only rows older than this one, or null for the newest
     * @param node only this node's, or null
     * @param nameContains only names with this in them, case ignored for ASCII, or null; looks at
     *     {@link #MOST_ROWS_SEARCHED} rows at the most
     */
    public List<FileRow> page(int limit, String beforeId, String node, String nameContains) {
        StringBuilder sql = new StringBuilder("SELECT " + COLUMNS + " FROM files");
        List<Object> arguments = new ArrayList<>();
        String and = " WHERE ";
        if (beforeId != null) {
            sql.append(and).append("id < ?");
            arguments.add(beforeId);
            and = " AND ";
        }
        if (node != null) {
            sql.append(and).append("node = ?");
            arguments.add(node);
        }
        sql.append(" ORDER BY id DESC");
        if (nameContains == null) {
            sql.append(" LIMIT ?");
        } else {
            sql.append(" LIMIT " + MOST_ROWS_SEARCHED);
            sql.insert(0, "SELECT " + COLUMNS + " FROM (").append(") AS newest WHERE lower(name) LIKE ? ESCAPE '\\'");
            sql.append(" ORDER BY id DESC LIMIT ?");
            arguments.add(
                    "%" + nameContains.toLowerCase(java.util.Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%");
        }
        arguments.add(limit);
        return statements.all(sql.toString(), FileTable::read, arguments.toArray());
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
