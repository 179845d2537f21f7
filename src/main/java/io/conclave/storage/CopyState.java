package io.conclave.storage;

/**
 * How far a copy is.
 *
 * @param copiedBytes how many bytes are on the target's disk
 * @param stalledMs for how long none has come, 0 while they come
 * @param stalledBy what it waits for, or null while bytes come
 */
public record CopyState(long copiedBytes, long stalledMs, Stall stalledBy) {

    /**
     * What a copy waits for.
     *
     * @param node whose storage it is
     * @param reason what is the matter with it
     */
    public record Stall(String node, StorageReason reason) {}

    /** Of a copy that goes on. */
    static CopyState flowing(long copiedBytes) {
        return new CopyState(copiedBytes, 0, null);
    }
}
