package io.conclave.files;

/**
 * What an upload came to.
 *
 * @param file the file as it is kept
 * @param placement why it went to its node
 */
public record UploadedFile(StoredFile file, Placement placement) {}
