package io.conclave.kv.log;

import java.util.List;

/** What stands in the log. The arrays belong to the record once it is made: nobody changes them. */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed on as they are; nobody compares these records
public sealed interface LogRecord {

    /** The longest key, in bytes; the shortest has one. */
    int MAX_KEY_BYTES = 1024;

    /** The longest value, in bytes; it may be empty. */
    int MAX_VALUE_BYTES = 1 << 20;

    /**
     * A key gets a value.
     *
     * @param version the key's, from now on
     * @param request the call that this belongs to, or null. Records that follow each other and share one instance
     *     belong to one call
     */
    record Put(byte[] key, byte[] value, long version, RequestIdentity request) implements LogRecord {
        public Put {
            requireKey(key);
            if (value.length > MAX_VALUE_BYTES) {
                throw new IllegalArgumentException(
                        "a value has " + value.length + " bytes, but must have at most " + MAX_VALUE_BYTES);
            }
        }
    }

    /**
     * A key goes. Written for a key that is not there too, where the call has to be remembered.
     *
     * @param version of the deletion
     * @param found whether there was such a key
     * @param request as in {@link Put}
     */
    record Delete(byte[] key, long version, boolean found, RequestIdentity request) implements LogRecord {
        public Delete {
            requireKey(key);
        }
    }

    /**
     * The first record of a primary's term.
     *
     * @param epoch the term's
     * @param primary the member's number
     */
    record Epoch(long epoch, int primary) implements LogRecord {}

    /**
     * What is to be known of a client's calls: from another group's log, or kept over a compaction. Adds to what is
     * known already.
     */
    record Session(SessionRow row) implements LogRecord {}

    /**
     * All keys of these arcs go: they were given to another group.
     *
     * @param arcs at most 65,536 of them
     */
    record Purge(List<Arc> arcs) implements LogRecord {
        public Purge {
            arcs = List.copyOf(arcs);
        }
    }

    /** Versions from here on are above this one: that is how high they were where keys came from. */
    record VersionFloor(long version) implements LogRecord {}

    private static void requireKey(byte[] key) {
        if (key.length == 0 || key.length > MAX_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "a key has " + key.length + " bytes, but must have 1 to " + MAX_KEY_BYTES);
        }
    }
}
