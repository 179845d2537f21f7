package io.conclave.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.LongPredicate;

/**
 * What is asked of the file system, and no more, so that tests can put a disk in its place that is full, that fails or
 * that forgets what was not synced. All methods block.
 */
public interface Disk {

    /**
     * A new, empty file.
     *
     * @throws java.nio.file.FileAlreadyExistsException where the name is taken, by a symbolic link too
     */
    NewFile create(Path path) throws IOException;

    /**
     * A file to go on with, behind the bytes that it has; a new one where there is none.
     *
     * @throws IOException where there is a link, folder, pipe or device under this name
     */
    NewFile append(Path path) throws IOException;

    /** Opens a regular file for reading; a link, folder, pipe or device is an {@link IOException}. */
    FileChannel open(Path path) throws IOException;

    /**
     * Gives a file a second name in the same folder, in one step.
     *
     * @throws java.nio.file.FileAlreadyExistsException where the name is taken; nothing is ever replaced
     */
    void link(Path existing, Path name) throws IOException;

    /** Takes a name away; false where there was none. */
    boolean delete(Path path) throws IOException;

    /** Makes the names in a folder last: what was linked or deleted before survives a loss of power. */
    void syncFolder(Path folder) throws IOException;

    /** How many bytes can still be written where this folder lies. */
    long usableBytes(Path folder) throws IOException;

    /** A file that is being written. */
    interface NewFile extends AutoCloseable {

        /** How many bytes it has. */
        long size() throws IOException;

        /** Appends the first {@code length} bytes. */
        void write(byte[] bytes, int length) throws IOException;

        /**
         * Appends from another file, without its bytes coming through the heap.
         *
         * @param length at the most; fewer where the source ends before
         * @param stop asked between pieces of some megabytes, with how many bytes are copied; true ends it with an
         *     {@link IOException}
         */
        void copy(FileChannel source, long length, LongPredicate stop) throws IOException;

        /** Makes the bytes last: after it they survive a loss of power. */
        void sync() throws IOException;

        @Override
        void close() throws IOException;
    }
}
