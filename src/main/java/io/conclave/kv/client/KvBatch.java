package io.conclave.kv.client;

import com.google.protobuf.UnsafeByteOperations;
import io.conclave.kv.wire.BatchRequest;
import io.conclave.kv.wire.BatchWrite;
import java.util.List;
import java.util.OptionalLong;

/** Several writes of keys of one group that are done together or not at all. Not thread-safe. */
public final class KvBatch {

    private final BatchRequest.Builder request = BatchRequest.newBuilder();

    /** Writes a value; with a version, only where the key has it (0: where there is no such key). */
    public KvBatch put(byte[] key, byte[] value, OptionalLong ifVersion) {
        add(key, ifVersion).setValue(UnsafeByteOperations.unsafeWrap(value));
        return this;
    }

    /** Deletes a key; with a version, only where the key has it. */
    public KvBatch delete(byte[] key, OptionalLong ifVersion) {
        add(key, ifVersion);
        return this;
    }

    private BatchWrite.Builder add(byte[] key, OptionalLong ifVersion) {
        BatchWrite.Builder write = request.addWritesBuilder().setKey(UnsafeByteOperations.unsafeWrap(key));
        ifVersion.ifPresent(write::setIfVersion);
        return write;
    }

    /** A key of it, by which its group is found. */
    byte[] firstKey() {
        if (request.getWritesCount() == 0) {
            throw new IllegalArgumentException("a batch has at least one write");
        }
        return request.getWrites(0).getKey().toByteArray();
    }

    BatchRequest.Builder request() {
        return request.clone();
    }

    /**
     * How a batch went.
     *
     * @param applied false where the version that was asked for of any key did not match: then nothing was written
     * @param versions in the order of the writes: theirs, or those that stand
     */
    public record Outcome(boolean applied, List<Long> versions) {}
}
