package io.conclave.files;

import java.util.List;

/**
 * A page of files, newest first.
 *
 * @param files the rows
 * @param nextCursor what to pass for the next page, or null where this was the last
 */
public record FilePage(List<StoredFile> files, String nextCursor) {
    public FilePage {
        files = List.copyOf(files);
    }
}
