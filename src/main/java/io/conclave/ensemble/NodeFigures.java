package io.conclave.ensemble;

import java.util.Map;

/**
 * Numeric figures of one node by the names that {@code mntr} gives them, without the {@code zk_} prefix.
 *
 * @param node whose
 * @param values name to value
 * @param source who said it and when
 */
public record NodeFigures(String node, Map<String, Double> values, FigureSource source) {}
