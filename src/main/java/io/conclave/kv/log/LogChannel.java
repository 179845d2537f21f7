package io.conclave.kv.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One file, read and written at places. Tests have another one, which fails and forgets. */
interface LogChannel extends Closeable {

    /** Reads some bytes, and gives their number, or -1 at the end of the file. */
    int read(ByteBuffer into, long at) throws IOException;

    /** Writes some bytes, and gives their number. */
    int write(ByteBuffer from, long at) throws IOException;

    /** Returns when all that was written is on the disk. */
    void sync() throws IOException;

    /** Cuts the file off at this length. */
    void truncate(long size) throws IOException;

    /** The file's length in bytes. */
    long size() throws IOException;
}
