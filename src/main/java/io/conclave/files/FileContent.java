package io.conclave.files;

import java.nio.file.Path;

/**
 * A file that can be read.
 *
 * @param file its row
 * @param path its bytes on this host
 */
public record FileContent(StoredFile file, Path path) {}
