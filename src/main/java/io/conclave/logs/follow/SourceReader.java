package io.conclave.logs.follow;

import io.conclave.logs.LogPosition;
import java.io.IOException;

/** Reads one source, bit by bit; what it comes upon goes to the batch that it was made with. Used by one thread. */
interface SourceReader extends AutoCloseable {

    /**
     * Reads what is there, a bounded part of it.
     *
     * @return whether something was read, so that there may be more
     * @throws IOException where the source cannot be read now; it is tried again later
     */
    boolean read() throws IOException;

    /** Hands over the last entry, since nothing has come for a while. */
    void settle();

    /** How far it has been read, or null where it has not been begun. */
    LogPosition position();

    /** What is read, for messages. */
    String name();

    @Override
    void close();
}
