package io.conclave.kv.replica;

import io.conclave.kv.KvException;
import io.vertx.core.Promise;

/** A write on its way through a primary. The log thread alone changes it. */
final class WriteCall {

    /** What a call takes up besides keys and values, about. */
    private static final int OVERHEAD_BYTES = 200;

    private final Write write;
    private final ReplyLane lane;
    private final Promise<WriteResult> promise = Promise.promise();
    private final int bytes;
    private WriteResult result;
    private KvException failure;

    WriteCall(Write write, ReplyLane lane) {
        this.write = write;
        this.lane = lane;
        int sum = OVERHEAD_BYTES;
        for (KeyWrite key : write.writes()) {
            sum += key.key().length + (key.value() == null ? 0 : key.value().length);
        }
        this.bytes = sum;
    }

    Write write() {
        return write;
    }

    ReplyLane lane() {
        return lane;
    }

    Promise<WriteResult> promise() {
        return promise;
    }

    /** How much memory it takes up, about. */
    int bytes() {
        return bytes;
    }

    boolean isSettled() {
        return result != null || failure != null;
    }

    void settle(WriteResult with, KvException orFailure) {
        result = with;
        failure = orFailure;
    }

    /** Tells the caller. To be called on the caller's event loop. */
    void tell() {
        if (failure == null) {
            promise.complete(result);
        } else {
            promise.fail(failure);
        }
    }
}
