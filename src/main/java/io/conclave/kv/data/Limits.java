package io.conclave.kv.data;

/** What the store takes. */
public final class Limits {

    /** The most bytes of a key; the fewest are 1. */
    public static final int KEY_BYTES = 1_024;

    /** The most bytes of a value; the fewest are 0. */
    public static final int VALUE_BYTES = 1_048_576;

    /** The most writes of a batch. */
    public static final int BATCH_WRITES = 1_000;

    /** The most bytes of all keys and values of a batch together. */
    public static final int BATCH_BYTES = 4 * 1_048_576;

    /** The most keys of a page of a scan. */
    public static final int SCAN_KEYS = 1_000;

    /** The keys of a page where the call does not say how many. */
    public static final int USUAL_SCAN_KEYS = 100;

    private Limits() {}
}
