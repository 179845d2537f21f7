package io.conclave.files;

/**
 * Asks for one file's row.
 *
 * @param fileId which
 */
public record GetFile(String fileId) {}
