package io.conclave.storage;

import io.vertx.core.Future;

/** A file that a storage is being given piece by piece. */
public interface Deposit extends Taker {

    /**
     * Says that it is whole: makes bytes and final name last. The temporary name stays until {@link NodeStorage#keep}.
     *
     * @return what was written; after a failure the storage takes away what there is, as soon as it can
     */
    Future<Written> complete();

    /** Ends it early; completes when nothing of it is left. */
    Future<Void> abandon();
}
