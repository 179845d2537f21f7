package io.conclave.bench;

/**
 * A measured value.
 *
 * @param of whose or which
 * @param value how much
 * @param unit of what
 */
public record Quantity(String of, double value, String unit) {}
