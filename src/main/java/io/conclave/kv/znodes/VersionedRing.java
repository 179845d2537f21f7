package io.conclave.kv.znodes;

import io.conclave.kv.ring.RingState;

/**
 * The ring as it was read.
 *
 * @param ring its state
 * @param znodeVersion of the znode that holds it
 */
public record VersionedRing(RingState ring, int znodeVersion) {}
