package io.conclave.kv.client;

import java.time.Duration;

/** What follows a failed attempt. */
sealed interface Next {

    /**
     * Another attempt.
     *
     * @param pause how long to wait first
     * @param refresh whether to ask the members for the ring and the primaries first
     * @param address the member to ask; empty: the one that the map says
     */
    record Again(Duration pause, boolean refresh, String address) implements Next {}

    /** The end of the call. */
    record GiveUp(KvCallException failure) implements Next {}
}
