package io.conclave.kv.show;

/** Which failovers there were. */
public record AskFailovers() {}
