package io.conclave.kv.log;

import java.io.IOException;

/**
 * The log is damaged where it had been written well. Nothing of it is served; it has to be rebuilt from another member.
 */
public final class CorruptLogException extends IOException {

    private final long at;
    private final String detail;

    CorruptLogException(long at, String detail) {
        super("the log is damaged at byte " + at + ": " + detail);
        this.at = at;
        this.detail = detail;
    }

    /** The byte of the file at which it was noticed. */
    public long at() {
        return at;
    }

    /** What is wrong there. */
    public String detail() {
        return detail;
    }
}
