/**
 * The storage engine of one member of the key-value store: one append-only log with an index in memory.
 *
 * <p>{@link io.conclave.kv.log.KvLog} is the way in. One thread, the log thread, appends, syncs, applies and truncates;
 * reads come from any thread. The engine knows files, and neither network nor roles: what is committed it is told.
 */
package io.conclave.kv.log;
