package io.conclave.kv.client;

import io.conclave.kv.KvReason;

/**
 * A call that was given up. Has no stack trace: it is an answer, not a fault. A write that fails with
 * {@link KvReason#OUTCOME_UNKNOWN} may have been done or not, and will not be done any more once that was told; with
 * any other reason it was not done.
 */
public final class KvCallException extends RuntimeException {

    private final transient KvReason reason;

    KvCallException(KvReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** Why. */
    public KvReason reason() {
        return reason;
    }
}
