package io.conclave.ensemble;

/**
 * Put a node back into the placement of files.
 *
 * @param node which
 * @param actor who asks
 */
public record UndrainNode(String node, String actor) {}
