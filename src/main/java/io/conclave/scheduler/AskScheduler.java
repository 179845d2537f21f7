package io.conclave.scheduler;

/** Asks for the scheduler's settings. */
public record AskScheduler() {}
