package io.conclave.kv.znodes;

import java.time.Duration;

/** Whether a data member is registered in its group. */
public sealed interface Registration {

    /**
     * Not now: no member is to act on what it knew before.
     *
     * @param detail what it waits for
     */
    record Waiting(String detail) implements Registration {}

    /**
     * It is, in this session.
     *
     * @param sessionId the session
     * @param timeout the session's time-out, as granted
     */
    record Registered(long sessionId, Duration timeout) implements Registration {}

    /**
     * It cannot be, and trying again is of no use: the process has to end.
     *
     * @param detail why, in words for whoever runs it
     */
    record Refused(String detail) implements Registration {}
}
