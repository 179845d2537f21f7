package io.conclave.kv.znodes;

/** Tells a primary how long it can be sure that no other one was promoted. */
public interface Lease extends AutoCloseable {

    /** Whether this member may act as primary at this moment; from any thread. */
    boolean isGood();

    /** For how long it is still good, in nanoseconds; 0 or less where it is not. From any thread. */
    long remainingNanos();

    /** Gives it up: it is good no more from this moment on. */
    @Override
    void close();
}
