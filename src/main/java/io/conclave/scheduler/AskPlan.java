package io.conclave.scheduler;

/** Asks for the plan that holds now. */
public record AskPlan() {}
