package io.conclave.control;

/**
 * Asks what an action would mean for the quorum, without acting.
 *
 * @param node on which server
 * @param action {@code start}, {@code stop}, {@code restart}, {@code kill}, {@code pause} or {@code resume}
 */
public record AskVerdict(String node, String action) {}
