package io.conclave.znodes;

import org.apache.zookeeper.data.Stat;

/**
 * A znode's content with its versions.
 *
 * @param content its bytes
 * @param stat its versions, and which session owns it
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are of one reading and nobody compares them
public record Node(byte[] content, Stat stat) {}
