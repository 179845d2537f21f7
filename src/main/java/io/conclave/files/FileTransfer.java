package io.conclave.files;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** Bytes in and out. They do not go over the bus: everything else about files does. */
public interface FileTransfer {

    /**
     * Receives one file: placed, written beside its final name, hashed on the way, fsynced, renamed, recorded. Whatever
     * ends it early leaves nothing behind.
     *
     * @param upload what is known of it before its first byte
     * @param bytes its content; paused while the disk is behind; need not be paused by the caller before the call
     * @return the file, once it is on disk and in the database; or a problem: 400 for a name that is not allowed, 413
     *     over the limit, 503 where no node can take it, 507 where the disk is full
     */
    Future<UploadedFile> upload(Upload upload, ReadStream<Buffer> bytes);

    /** Where the bytes of a file can be read now; 404 where there is no such file. */
    Future<FileContent> open(String fileId);
}
