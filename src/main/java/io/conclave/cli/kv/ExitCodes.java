package io.conclave.cli.kv;

/** What the commands of the store end with beside 0, 1 and 2. */
final class ExitCodes {

    /** The store could not do it, or could not be reached. */
    static final int FAILED = 1;

    /** The condition did not hold; nothing was written. */
    static final int NOT_APPLIED = 3;

    /** There is no such key. */
    static final int NOT_FOUND = 4;

    /** Whether the write was done is not known. */
    static final int UNKNOWN = 5;

    private ExitCodes() {}
}
