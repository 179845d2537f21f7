package io.conclave.kv.log;

/** Bytes that another member sent are no whole, sound batches, or do not go on where this log ends. */
public final class MalformedBatchException extends RuntimeException {

    MalformedBatchException(String message) {
        super(message);
    }
}
