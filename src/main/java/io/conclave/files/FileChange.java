package io.conclave.files;

/**
 * What a committed transaction did to one file, in the order of the commits. Whoever keeps an index of the files
 * applies these; each is idempotent by file id.
 */
public sealed interface FileChange {

    /** A new file is complete and acknowledged. */
    record Added(StoredFile file) implements FileChange {}

    /** A file's bytes are now with another node; the file is as after the move. */
    record Moved(StoredFile file, String from) implements FileChange {}

    /** A file is gone; the file is as before. */
    record Removed(StoredFile file) implements FileChange {}
}
