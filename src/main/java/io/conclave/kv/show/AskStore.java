package io.conclave.kv.show;

/** How the store is. */
public record AskStore() {}
