package io.conclave.kv.show;

/**
 * Turn the checker on or off.
 *
 * @param enabled which
 * @param actor who asks
 */
public record SwitchChecker(Boolean enabled, String actor) {}
