package io.conclave.storage;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** Where a copy's bytes come from. */
public sealed interface CopySource permits CopySource.Elsewhere, FolderSource {

    /** The node that has them. */
    String node();

    /** A storage that another process owns. */
    non-sealed interface Elsewhere extends CopySource {

        /**
         * Opens a file's bytes.
         *
         * @param from the first byte that is wanted
         * @return bytes that come on the calling context and have to be given their handlers at once; a failure with
         *     503 {@code agent_away} where nobody answers, {@code bytes_missing} where there is no such file
         */
        Future<Flow> read(String id, long from);
    }

    /**
     * Bytes that flow.
     *
     * @param bytes them
     * @param end lets go of them before their end
     */
    record Flow(ReadStream<Buffer> bytes, Runnable end) {}
}
