package io.conclave.kv.znodes;

import org.apache.zookeeper.data.Stat;

/** A znode's content with its versions. */
@SuppressWarnings("ArrayRecordComponent") // the bytes are of one reading and nobody compares them
record Node(byte[] content, Stat stat) {}
