package io.conclave.kv.log;

import java.io.IOException;

/** Records were asked for that are no longer in the log one by one: a snapshot is needed. */
public final class TooOldException extends IOException {

    TooOldException(long position, long base) {
        super("position " + position + " is asked for, but the log begins after " + base);
    }
}
