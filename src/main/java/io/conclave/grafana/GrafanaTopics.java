package io.conclave.grafana;

import io.conclave.bus.Topic;

/** What is told of Grafana. */
public final class GrafanaTopics {

    /** Whether it can be shown, each time that it was looked. */
    public static final Topic<GrafanaState> STATE = Topic.state("conclave.grafana", GrafanaState.class);

    private GrafanaTopics() {}
}
