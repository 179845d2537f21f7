package io.conclave.control;

/**
 * One line of a server's own log.
 *
 * @param node whose
 * @param line the line, without its end; what is beyond 8192 characters is cut off
 * @param leftOut how many lines before it were left out, since they came faster than viewers are sent
 */
public record LogLine(String node, String line, long leftOut) {}
