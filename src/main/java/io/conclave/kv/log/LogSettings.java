package io.conclave.kv.log;

import java.nio.file.Path;

/**
 * How a log is kept.
 *
 * @param folder of its own, made where it is not there
 * @param identity whose log it is; another's is refused
 * @param fsync false only to measure what a sync costs: then a crash of the machine loses what was acknowledged
 * @param cacheBytes how much memory values may take up that were written or read a short time ago
 */
public record LogSettings(Path folder, LogIdentity identity, boolean fsync, long cacheBytes) {

    /** Enough for the values of some seconds. */
    public static final long DEFAULT_CACHE_BYTES = 64 << 20;

    /** Settings to run a member with. */
    public LogSettings(Path folder, LogIdentity identity) {
        this(folder, identity, true, DEFAULT_CACHE_BYTES);
    }
}
