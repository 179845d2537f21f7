package io.conclave.kv.log;

/** Is told of each record as it becomes part of what is read. */
@FunctionalInterface
public interface AppliedRecords {

    /** Wants to know nothing. */
    AppliedRecords NOBODY = (position, batch, record) -> {};

    /**
     * A record was applied.
     *
     * @param position its own
     * @param batch what it was written with
     */
    void applied(long position, Batch batch, LogRecord record);
}
