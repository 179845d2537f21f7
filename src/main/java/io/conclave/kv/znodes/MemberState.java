package io.conclave.kv.znodes;

/**
 * A data member or server that is registered, so that its session lives.
 *
 * @param number unique in its group, or among the servers
 * @param address host:port of its services
 * @param sessionId the session that owns its znode
 * @param registeredAt the zxid of its registration: a member that came back has a later one
 */
public record MemberState(int number, String address, long sessionId, long registeredAt) {}
