package io.conclave.kv.server;

/** What a member says of its log, when it is asked before a promotion. */
sealed interface Standing {

    /**
     * Where its log ends.
     *
     * @param lastEpoch the epoch of the last record, 0 in an empty log
     * @param promisedEpoch the highest epoch that it has promised itself to
     * @param position of the last record, 0 in an empty log
     */
    record Sound(long lastEpoch, long promisedEpoch, long position) implements Standing {}

    /** Its log is damaged, so that it may lack what was acknowledged. */
    record Damaged() implements Standing {}

    /**
     * It did not say.
     *
     * @param detail why not
     */
    record Silent(String detail) implements Standing {}
}
