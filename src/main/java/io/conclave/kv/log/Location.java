package io.conclave.kv.log;

/**
 * Where a key's value is.
 *
 * @param position of the record that has it; no two records of a group that are applied have the same
 * @param at the byte of the file at which the record begins
 * @param length of the record
 */
record Location(LogFile file, long position, long version, long at, int length) {

    /** The same record in another file. */
    Location movedTo(LogFile other, long place, int bytes) {
        return new Location(other, position, version, place, bytes);
    }
}
