package io.conclave.kv.znodes;

/** What a server is among the servers. */
public sealed interface ServerRole {

    /** Not registered now; what it was before holds no more. */
    record Waiting() implements ServerRole {}

    /**
     * Registered, while another one is master.
     *
     * @param number its number, given anew in each session
     */
    record Standby(int number) implements ServerRole {}

    /**
     * The master.
     *
     * @param number its number, given anew in each session
     * @param sessionId the session in which it became master
     */
    record Master(int number, long sessionId) implements ServerRole {}

    /**
     * It cannot be registered, and trying again is of no use.
     *
     * @param detail why, in words for whoever runs it
     */
    record Refused(String detail) implements ServerRole {}
}
