package io.conclave.kv.replica;

import io.conclave.kv.wire.DataStatus;
import io.vertx.core.Future;

/**
 * One member's part in its group, as the services see it. Every method may be called from any event loop and never
 * blocks. Futures are completed on the Vert.x context of the caller, and fail with {@link io.conclave.kv.KvException}
 * alone.
 */
public interface Member {

    /**
     * Writes and deletes the keys of one group together: all of them or none.
     *
     * @return how it went, once what it says is on disk at this primary and at every in-sync standby. After a failure
     *     with {@link io.conclave.kv.KvReason#OUTCOME_UNKNOWN} or {@link io.conclave.kv.KvReason#FENCED} of a write
     *     that was begun the keys may have been written or not; after any other failure nothing was written.
     */
    Future<WriteResult> write(Write write);

    /**
     * Reads one key, linearizable.
     *
     * @param key 1 to 1,024 bytes; not changed by either side afterwards
     */
    Future<ReadResult> read(byte[] key);

    /** Lists keys in the order of their unsigned bytes. Each entry alone is as fresh as a read of it. */
    Future<ScanPage> scan(ScanQuery query);

    /**
     * Tells of changes in the order of their versions, until the watch is closed or ends by itself.
     *
     * @param sink called on the Vert.x context of the caller, never before this method has returned
     */
    Watch watch(WatchQuery query, WatchSink sink);

    /** How this member is, for those that look at it. Cheap enough to be asked several times a second. */
    DataStatus status();
}
