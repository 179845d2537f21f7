package io.conclave.scheduler;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much lies where.
 *
 * @param files per node, every configured node included
 * @param bytes per node, likewise
 * @param totalFiles over all nodes
 * @param totalBytes over all nodes
 */
public record Counts(Map<String, Long> files, Map<String, Long> bytes, long totalFiles, long totalBytes) {

    public Counts {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        bytes = Collections.unmodifiableMap(new LinkedHashMap<>(bytes));
    }
}
