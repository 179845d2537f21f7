package io.conclave.storage;

/**
 * What one node's storage can take.
 *
 * @param roomBytes how many more bytes it may take before the free space that must stay is touched, 0 or more; nodes on
 *     the same disk have the same room and share it
 * @param available whether it can be written and read
 * @param reason why it is not available, or null where it is
 */
public record NodeRoom(long roomBytes, boolean available, StorageReason reason) {

    /** Of a storage that takes nothing now. */
    public static NodeRoom none(StorageReason reason) {
        return new NodeRoom(0, false, reason);
    }
}
