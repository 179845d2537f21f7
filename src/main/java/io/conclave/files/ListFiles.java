package io.conclave.files;

/**
 * Asks for a page of files, newest first.
 *
 * @param limit rows a page, 1 to 500
 * @param cursor the {@code nextCursor} of the page before, or null for the first
 * @param node only this node's, or null
 * @param query only names that contain this, case ignored for ASCII, or null
 */
public record ListFiles(int limit, String cursor, String node, String query) {}
