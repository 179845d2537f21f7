package io.conclave.store;

import java.util.Optional;

/**
 * A place in an order of files: right behind the file of this key and id, whether or not that file still is there.
 *
 * @param key what the order goes by, as {@link FileSort} has it
 * @param id of the file
 */
public record FilePosition(Object key, String id) {

    /** The place behind this row. */
    static FilePosition behind(FileRow row, FileSort sort) {
        return new FilePosition(sort.keyOf(row), row.id());
    }

    /** The place with this key in text form, or empty where the order has no such keys. */
    public static Optional<FilePosition> of(FileSort sort, String key, String id) {
        return sort.keyOf(key).map(value -> new FilePosition(value, id));
    }
}
