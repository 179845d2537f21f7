package io.conclave.kv.show;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Throughput of the whole store over the last minute.
 *
 * @param stepMs between two figures
 * @param puts writes a second, oldest first; null where nothing was known
 * @param gets reads a second
 */
public record ShownRates(long stepMs, List<Double> puts, List<Double> gets) {

    public ShownRates {
        puts = Collections.unmodifiableList(new ArrayList<>(puts));
        gets = Collections.unmodifiableList(new ArrayList<>(gets));
    }
}
