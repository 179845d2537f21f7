package io.conclave.files;

import io.conclave.storage.StoredBytes;

/**
 * A file that is open for reading.
 *
 * @param file its row
 * @param bytes its content, from the first byte; the receiver closes it
 */
public record FileContent(StoredFile file, StoredBytes bytes) {}
