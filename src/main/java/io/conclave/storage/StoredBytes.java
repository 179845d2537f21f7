package io.conclave.storage;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * A file that is open for reading, from one place to its end. It stays whole for its reader whatever becomes of the
 * file meanwhile: moved or deleted, the bytes last until it is closed.
 */
public interface StoredBytes {

    /** How many bytes the whole file has. */
    long sizeBytes();

    /** The bytes that come next, so many as come easily; an empty buffer at the end. One call at a time. */
    Future<Buffer> next();

    /** Lets go of it, also before its end. */
    void close();
}
