package io.conclave.kv.znodes;

import org.apache.zookeeper.data.Stat;

/** A znode's content with its versions. */
record Node(byte[] content, Stat stat) {}
