package io.conclave.workload;

/** Asks for the demo traffic's switch and bounds. */
public record AskWorkload() {}
