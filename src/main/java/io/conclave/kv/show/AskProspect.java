package io.conclave.kv.show;

/**
 * What an action would come to.
 *
 * @param process on which process, such as {@code kv/g1/1}
 * @param action {@code start}, {@code stop}, {@code restart}, {@code kill}, {@code pause} or {@code resume}
 */
public record AskProspect(String process, String action) {}
