package io.conclave.ensemble;

import io.conclave.config.EnsembleSettings;

/**
 * How often servers are asked.
 *
 * @param pollMs between two {@code srvr} of a server, in milliseconds
 * @param metricsMs between two {@code mntr} of a server, in milliseconds
 */
public record ReadingIntervals(long pollMs, long metricsMs) {

    /** Those of the settings. */
    static ReadingIntervals of(EnsembleSettings settings) {
        return new ReadingIntervals(
                settings.pollInterval().toMillis(), settings.metricsInterval().toMillis());
    }
}
