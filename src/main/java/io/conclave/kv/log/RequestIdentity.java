package io.conclave.kv.log;

/**
 * Tells a repeated call from a new one.
 *
 * @param client the client's own random number, not 0
 * @param number of the call, rising by one with each call of this client, from 1
 * @param firstIncomplete the lowest number that the client still waits for; answers below it may be forgotten
 */
public record RequestIdentity(long client, long number, long firstIncomplete) {}
