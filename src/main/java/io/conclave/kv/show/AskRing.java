package io.conclave.kv.show;

/** How the ring is. */
public record AskRing() {}
