package io.conclave.store;

import java.util.List;

/**
 * A stretch of an order of files.
 *
 * @param rows in that order
 * @param next from where to go on, or null where nothing more can come; with a search there may be a place and no rows,
 *     since one call looks at a bounded number of names
 */
public record FileSlice(List<FileRow> rows, FilePosition next) {
    public FileSlice {
        rows = List.copyOf(rows);
    }
}
