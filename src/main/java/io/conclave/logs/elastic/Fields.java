package io.conclave.logs.elastic;

/**
 * The fields of a log entry's document: those of the Elastic Common Schema where it has them, since Filebeat writes
 * into the same indices. What they are made of stands in {@code logs-template.json}.
 */
final class Fields {

    /** All indices of log entries. */
    static final String INDICES = "conclave-logs-*";

    static final String TIME = "@timestamp";
    static final String MESSAGE = "message";
    static final String SERVICE = "service.name";
    static final String NODE = "conclave.node";
    static final String LEVEL = "log.level";

    /** What entries of one time are put in order by: where in its log each stands. */
    static final String OFFSET = "log.offset";

    /** And what by where that is the same too. Elasticsearch does not sort by its own ids. */
    static final String ID = "event.id";

    /** Where a single word is looked for: as a word, as a part of a name, and in the logger's own name. */
    static final String[] WORDS = {MESSAGE, "message.parts", "log.logger.class", "log.logger.parts"};

    private Fields() {}
}
