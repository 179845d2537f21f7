package io.conclave.storage;

/**
 * A second name that an earlier run left.
 *
 * @param kind which of the two
 * @param id whose it is
 */
public record Leftover(Layout.Kind kind, String id) {}
