package io.conclave.logs.elastic;

import io.conclave.bus.Topic;

/** What is told of Elasticsearch. */
public final class ElasticTopics {

    /** What became of all that was to be written there, every few seconds. */
    public static final Topic<ElasticFigures> FIGURES = Topic.internal("logs.elastic", ElasticFigures.class);

    private ElasticTopics() {}
}
