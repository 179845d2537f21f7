package io.conclave.ensemble;

/**
 * Request latency as the server counts it since its start or last reset.
 *
 * @param min milliseconds
 * @param avg milliseconds
 * @param max milliseconds
 */
public record Latency(double min, double avg, double max) {}
