package io.conclave.store;

/** Says that the outbox has got new rows. */
public record OutboxChanged() {}
