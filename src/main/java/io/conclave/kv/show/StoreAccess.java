package io.conclave.kv.show;

import io.vertx.core.Future;

/** A client of the store that finds its own way. Its failures are {@link StoreFailure}s. */
interface StoreAccess {

    /**
     * Writes one value.
     *
     * @param ifVersion only where the key has this version, 0 where there is none; null: whatever it has
     */
    Future<Stored> put(byte[] key, byte[] value, Long ifVersion);

    /** Reads one value. */
    Future<Value> get(byte[] key);

    /** Deletes one key. */
    Future<Stored> delete(byte[] key);

    /** Lets go of its connections. */
    Future<?> close();

    /** @param applied false where {@code ifVersion} did not match; {@code version} is then the one that stands */
    record Stored(boolean applied, long version) {}

    /** @param bytes empty where the key is not there */
    record Value(boolean found, byte[] bytes, long version) {}
}
