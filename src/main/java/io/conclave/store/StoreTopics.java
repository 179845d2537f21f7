package io.conclave.store;

import io.conclave.bus.Topic;

/** What those who write to the database tell each other. */
public final class StoreTopics {

    /** The outbox has got new rows. */
    public static final Topic<OutboxChanged> OUTBOX_CHANGED =
            Topic.internal("store.outbox-changed", OutboxChanged.class);

    private StoreTopics() {}
}
