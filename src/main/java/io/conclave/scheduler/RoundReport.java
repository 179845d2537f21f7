package io.conclave.scheduler;

/**
 * Says that a round that came by itself has ended. One that hangs is not reported: the reports stop.
 *
 * @param end how it ended
 */
public record RoundReport(RoundEnd end) {}
