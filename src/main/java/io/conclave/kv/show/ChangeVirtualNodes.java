package io.conclave.kv.show;

/**
 * Give each group another number of points on the ring.
 *
 * @param virtualNodes 1 to 1024
 * @param actor who asks
 */
public record ChangeVirtualNodes(Integer virtualNodes, String actor) {}
