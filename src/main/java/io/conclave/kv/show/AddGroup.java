package io.conclave.kv.show;

/**
 * Bring the next group into the ring, with processes of its own.
 *
 * @param actor who asks
 */
public record AddGroup(String actor) {}
