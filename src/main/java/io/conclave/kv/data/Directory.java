package io.conclave.kv.data;

import io.conclave.kv.ring.RingState;
import io.conclave.kv.wire.ClusterView;

/** What this member knows of the whole store. Asked by every call, from any event loop: what it says is at hand. */
public interface Directory {

    /** The ring; of version 0 and without groups while it is not known. */
    RingState ring();

    /** host:port of the primary of a group; empty while there is none or it is not known. */
    String primaryOf(String group);

    /** The epoch of a group; 0 while it is not known. */
    long epochOf(String group);

    /** All of it, for those that ask for all of it. */
    ClusterView view();
}
