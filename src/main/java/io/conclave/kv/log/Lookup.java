package io.conclave.kv.log;

/** What a look at the index came to. */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed on as they are; nobody compares these records
public sealed interface Lookup {

    /** There is no such key. */
    record Absent() implements Lookup {}

    /**
     * The key's value.
     *
     * @param value nobody changes it
     */
    record Present(byte[] value, long version) implements Lookup {}

    /** The key is there, and its value has to be read from the disk: {@link KvLog#load} does it. */
    final class OnDisk implements Lookup {

        private final byte[] key;
        private final Location location;

        OnDisk(byte[] key, Location location) {
            this.key = key;
            this.location = location;
        }

        byte[] key() {
            return key;
        }

        Location location() {
            return location;
        }

        /** The key's version. */
        public long version() {
            return location.version();
        }

        /** How many bytes have to be read, about. */
        public int length() {
            return location.length();
        }
    }
}
