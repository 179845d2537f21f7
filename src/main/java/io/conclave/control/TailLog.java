package io.conclave.control;

/**
 * Asks for the end of a server's own log.
 *
 * @param node which
 * @param lines how many, 1 to 5000
 */
public record TailLog(String node, int lines) {}
