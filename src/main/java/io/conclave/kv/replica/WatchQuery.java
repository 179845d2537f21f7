package io.conclave.kv.replica;

/**
 * Which changes to tell of.
 *
 * @param prefix of no bytes for all keys
 * @param afterVersion changes with higher versions; 0: from now on
 * @param fromStart all changes that the group ever had; {@code afterVersion} is 0 then
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record WatchQuery(byte[] prefix, long afterVersion, boolean fromStart) {}
