package io.conclave.registry;

import io.conclave.bus.Topic;

/** What the registry publishes. */
public final class RegistryTopics {

    /** How it keeps up, whenever that changes. */
    public static final Topic<RegistryStatus> STATUS = Topic.internal("registry.status", RegistryStatus.class);

    private RegistryTopics() {}
}
