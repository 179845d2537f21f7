package io.conclave.files;

import io.conclave.store.FileCount;
import java.util.List;

/**
 * A page of files.
 *
 * @param files the rows, in the order that was asked for
 * @param nextCursor what to pass for the next page, or null where this was the last. A page of a search may hold fewer
 *     rows than asked for, or none, and still have a next one: each looks at a bounded number of names
 * @param matching how many files the question is about, all pages together; told with the first page only, else null
 */
public record FilePage(List<StoredFile> files, String nextCursor, FileCount matching) {
    public FilePage {
        files = List.copyOf(files);
    }
}
