package io.conclave.kv.replica;

import java.util.List;

/**
 * Some of the keys of a {@link ScanQuery}.
 *
 * @param more whether there are keys after the last entry
 * @param ringVersion of the ring that said which keys are this group's
 */
public record ScanPage(List<Entry> entries, boolean more, long ringVersion) {

    /**
     * One key.
     *
     * @param value of no bytes where only keys were asked for
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Entry(byte[] key, byte[] value, long version) {}
}
