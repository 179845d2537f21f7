package io.conclave.files;

/**
 * Delete one file: row, bytes and znode.
 *
 * @param fileId which
 * @param actor who asks
 */
public record DeleteFile(String fileId, String actor) {}
