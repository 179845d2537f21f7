package io.conclave.ensemble;

/**
 * Take a node out of the placement of files.
 *
 * @param node which
 * @param reason why, in the operator's words, or null
 * @param actor who asks
 */
public record DrainNode(String node, String reason, String actor) {}
