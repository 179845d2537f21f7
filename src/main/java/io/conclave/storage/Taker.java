package io.conclave.storage;

import io.vertx.core.Future;

/** Takes bytes piece by piece, in the order of the calls. */
@FunctionalInterface
public interface Taker {

    /**
     * Hands over the first {@code length} bytes.
     *
     * @return completes when they are taken: only then may the array be used again. Futures complete in the order of
     *     the calls; after a failure all that follow fail alike
     */
    Future<Void> write(byte[] bytes, int length);
}
