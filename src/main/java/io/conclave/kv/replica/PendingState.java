package io.conclave.kv.replica;

import io.conclave.kv.log.LogRecord;
import io.conclave.kv.log.RequestIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the records come to that are in the primary's log and not applied yet: versions of keys and answers of calls. It
 * lies over the log's index, so that a write is judged by all writes before it. For the log thread.
 */
final class PendingState {

    /** Versions that keys get; 0 where they go. */
    private final Map<ByteKey, Version> keys = new HashMap<>();

    private final Map<Call, List<KeyResult>> calls = new HashMap<>();

    private record Version(long record, long version) {}

    private record Call(long client, long number) {}

    /** The version that a key gets, 0 where it goes; -1 where nothing waits for it. */
    long version(byte[] key) {
        if (keys.isEmpty()) {
            return -1;
        }
        Version pending = keys.get(new ByteKey(key));
        return pending == null ? -1 : pending.version();
    }

    /** What a call will have come to; null where it does not wait. */
    List<KeyResult> answer(RequestIdentity request) {
        return calls.isEmpty() ? null : calls.get(new Call(request.client(), request.number()));
    }

    /** A record was put into the log. */
    void added(LogRecord record) {
        if (record instanceof LogRecord.Put put) {
            keys.put(new ByteKey(put.key()), new Version(put.version(), put.version()));
            added(put.request(), true, put.version());
        } else if (record instanceof LogRecord.Delete delete) {
            keys.put(new ByteKey(delete.key()), new Version(delete.version(), 0));
            added(delete.request(), delete.found(), delete.version());
        }
    }

    private void added(RequestIdentity request, boolean found, long version) {
        if (request != null) {
            calls.computeIfAbsent(new Call(request.client(), request.number()), call -> new ArrayList<>(1))
                    .add(new KeyResult(found, version));
        }
    }

    /** A record was applied: it is in the log's index from now on. */
    void applied(LogRecord record) {
        if (record instanceof LogRecord.Put put) {
            applied(put.key(), put.version(), put.request());
        } else if (record instanceof LogRecord.Delete delete) {
            applied(delete.key(), delete.version(), delete.request());
        }
    }

    private void applied(byte[] key, long version, RequestIdentity request) {
        ByteKey hashed = new ByteKey(key);
        Version pending = keys.get(hashed);
        if (pending != null && pending.record() == version) {
            keys.remove(hashed);
        }
        if (request != null) {
            calls.remove(new Call(request.client(), request.number()));
        }
    }

    /** Nothing waits any more. */
    void clear() {
        keys.clear();
        calls.clear();
    }
}
