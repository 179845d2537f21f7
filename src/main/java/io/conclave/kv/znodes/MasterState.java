package io.conclave.kv.znodes;

/**
 * The server that is master.
 *
 * @param number its number among the servers
 * @param address host:port of its services
 * @param sessionId the session that owns {@code /server/0}
 */
public record MasterState(int number, String address, long sessionId) {}
