package io.conclave.config;

import java.nio.file.Path;

/**
 * Where the files' bytes lie.
 *
 * @param storage on which hosts ({@code FILE_STORAGE})
 * @param root for local storage: below it each node has a folder of its own name ({@code FILE_STORAGE_PATH})
 * @param maxUploadBytes an upload with more is refused with 413 ({@code MAX_UPLOAD_BYTES})
 * @param minFreeBytes a node whose disk would have less room than this after a write takes no more files
 *     ({@code MIN_FREE_BYTES})
 */
public record FileSettings(FileStorage storage, Path root, long maxUploadBytes, long minFreeBytes) {}
