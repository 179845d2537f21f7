package io.conclave.cli.probe.stream;

import io.conclave.logs.tail.TailFilter;
import java.util.Collection;
import java.util.Set;

/**
 * What is wanted of a controller's messages.
 *
 * @param topics the addresses of topics
 * @param lines which of the servers' log lines, where their topic is one of them
 */
public record Subscriptions(Set<String> topics, TailFilter lines) {
    public Subscriptions {
        topics = Set.copyOf(topics);
    }

    /** Topics as they are. */
    public static Subscriptions of(Collection<String> topics) {
        return new Subscriptions(Set.copyOf(topics), TailFilter.EVERYTHING);
    }
}
