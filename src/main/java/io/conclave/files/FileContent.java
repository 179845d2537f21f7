package io.conclave.files;

import java.nio.channels.FileChannel;

/**
 * A file that is open for reading. It stays whole for its reader whatever becomes of the file meanwhile: moved or
 * deleted, the bytes last until the channel is closed.
 *
 * @param file its row
 * @param bytes its content, from the first byte; the receiver closes it
 */
public record FileContent(StoredFile file, FileChannel bytes) {}
