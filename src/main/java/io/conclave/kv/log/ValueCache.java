package io.conclave.kv.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Values that were written or read a short time ago, by the position of their record: that never comes to mean anything
 * else, so nothing here is ever out of date. For any thread.
 */
final class ValueCache {

    /** What an entry takes up besides its value, about. */
    private static final int OVERHEAD_BYTES = 120;

    private final Cache<Long, byte[]> values;

    ValueCache(long bytes) {
        values = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((Long position, byte[] value) -> OVERHEAD_BYTES + value.length)
                .executor(Runnable::run)
                .build();
    }

    byte[] get(long position) {
        return values.getIfPresent(position);
    }

    void put(long position, byte[] value) {
        values.put(position, value);
    }

    /** Forgets all: positions begin to mean something else. */
    void clear() {
        values.invalidateAll();
    }
}
