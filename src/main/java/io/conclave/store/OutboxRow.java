package io.conclave.store;

/**
 * A row of {@code outbox}: one znode write that is decided but not yet known to be applied.
 *
 * @param id its place in the order
 * @param kind what to do
 * @param fileId whose znode
 * @param payload what the znode is to hold, JSON; null for a delete
 */
public record OutboxRow(long id, Kind kind, String fileId, String payload) {

    /** What to do with the znode. */
    public enum Kind {
        /** Create it, or set it where it is there. */
        PUT,
        /** Delete it where it is there. */
        DELETE
    }
}
