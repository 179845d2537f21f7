package io.conclave.figures;

import java.util.Map;

/**
 * Figures of several servers.
 *
 * @param intervalMs how far two moments of a server are apart where all is well
 * @param keptMs how far back the figures are kept
 * @param nodes by the server's name
 */
public record Figures(long intervalMs, long keptMs, Map<String, FigureSeries> nodes) {}
