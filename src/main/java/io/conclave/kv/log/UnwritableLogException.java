package io.conclave.kv.log;

import java.io.IOException;

/** The log takes no writes. What was synced before is still there and is served. */
public final class UnwritableLogException extends IOException {

    private final boolean forGood;

    UnwritableLogException(String message, boolean forGood, Throwable cause) {
        super(message, cause);
        this.forGood = forGood;
    }

    /**
     * Whether it stays so until the process is started anew: a sync failed, and what is on the disk is unknown.
     * Otherwise there is only no room, and {@link KvLog#probe} finds out when there is.
     */
    public boolean isForGood() {
        return forGood;
    }
}
