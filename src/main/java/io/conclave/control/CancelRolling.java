package io.conclave.control;

/**
 * End the rolling restart when the server under way is back.
 *
 * @param actor who asks
 */
public record CancelRolling(String actor) {}
