package io.conclave.control;

/**
 * Restart every server, one after another.
 *
 * @param actor who asks
 * @param reason why, for the audit trail, 500 characters at the most, or null
 */
public record StartRolling(String actor, String reason) {}
