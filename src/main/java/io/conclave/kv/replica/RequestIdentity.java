package io.conclave.kv.replica;

/**
 * Names one call of one client, so that its repetitions are known.
 *
 * @param client the client's random number, not 0
 * @param number rises by one with each call of the client, from 1; unsigned values above {@link Long#MAX_VALUE} are not
 *     allowed
 * @param firstIncomplete the lowest number that the client still waits for; answers below it are forgotten
 */
public record RequestIdentity(long client, long number, long firstIncomplete) {}
