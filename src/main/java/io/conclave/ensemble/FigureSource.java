package io.conclave.ensemble;

import java.time.Instant;

/**
 * Where a figure comes from.
 *
 * @param source {@code srvr}, {@code mntr} or another four-letter word, {@code admin} for the AdminServer's commands,
 *     {@code prometheus} for the Prometheus provider
 * @param at when the server answered; the figure's age counts from it
 */
public record FigureSource(String source, Instant at) {}
