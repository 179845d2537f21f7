package io.conclave.store;

/**
 * Which files, in which order, and from where.
 *
 * @param sort by what
 * @param order which end first
 * @param after only what comes behind this place, or null for the beginning
 * @param node only this node's, or null
 * @param nameContains only names with this in them, case ignored, or null
 */
public record FileQuery(FileSort sort, SortOrder order, FilePosition after, String node, String nameContains) {}
