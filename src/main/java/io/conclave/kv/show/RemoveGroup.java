package io.conclave.kv.show;

/**
 * Take a group out of the ring; its processes end when none of its arcs are left.
 *
 * @param group which
 * @param actor who asks
 */
public record RemoveGroup(String group, String actor) {}
