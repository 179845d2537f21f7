package io.conclave.files;

import io.conclave.store.FileSort;
import io.conclave.store.SortOrder;

/**
 * Asks for a page of files.
 *
 * @param limit rows a page, 1 to 500
 * @param cursor the {@code nextCursor} of the page before, with the same order, or null for the first
 * @param node only this node's, or null
 * @param query only names that contain this, case ignored, or null
 * @param sort by what; null is {@link FileSort#CREATED}
 * @param order which end first; null is {@link SortOrder#DESC}
 */
public record ListFiles(int limit, String cursor, String node, String query, FileSort sort, SortOrder order) {
    public ListFiles {
        sort = sort == null ? FileSort.CREATED : sort;
        order = order == null ? SortOrder.DESC : order;
    }
}
