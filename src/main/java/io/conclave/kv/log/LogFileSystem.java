package io.conclave.kv.log;

import java.io.IOException;
import java.nio.file.Path;

/** What the engine does to files. */
interface LogFileSystem {

    /** The real one. */
    LogFileSystem DISK = new DiskFileSystem();

    /** Opens a file to read and write. */
    LogChannel open(Path file) throws IOException;

    /** Makes a file that is empty, whatever was there, and opens it. */
    LogChannel create(Path file) throws IOException;

    /** Gives a file another name in one step, replacing what has that name. */
    void rename(Path from, Path to) throws IOException;

    /** Returns when the names in a folder are on the disk. */
    void syncFolder(Path folder) throws IOException;

    /** Deletes a file where it is there. */
    void delete(Path file) throws IOException;
}
