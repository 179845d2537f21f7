package io.conclave.logs;

/**
 * A part of a text.
 *
 * @param start its first character, counted as Java and JavaScript count: in UTF-16 units
 * @param end the one behind its last
 */
public record TextRange(int start, int end) {}
