package io.conclave.kv.show;

import io.conclave.kv.KvReason;

/** Why a call of the store was given up. Has no stack trace: it is an answer, not a fault. */
final class StoreFailure extends RuntimeException {

    private final transient KvReason reason;

    StoreFailure(KvReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    KvReason reason() {
        return reason;
    }

    /** Whether a write may have been done all the same. */
    boolean isUnknown() {
        return reason == KvReason.OUTCOME_UNKNOWN;
    }

    /** The reason behind any failure; what nobody foresaw leaves a write unknown. */
    static StoreFailure of(Throwable failure) {
        return failure instanceof StoreFailure known
                ? known
                : new StoreFailure(KvReason.OUTCOME_UNKNOWN, String.valueOf(failure));
    }
}
