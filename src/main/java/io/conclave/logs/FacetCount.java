package io.conclave.logs;

/**
 * How many entries have a value.
 *
 * @param value a service's or level's code, or a node's name
 * @param count how many
 */
public record FacetCount(String value, long count) {}
