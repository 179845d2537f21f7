package io.conclave.logs.elastic;

import java.util.Map;

/**
 * What became of the documents that were to be written since the start.
 *
 * @param written how many are in Elasticsearch by us
 * @param repeated how many were there already
 * @param retries how often a request was made again, since it had failed as a whole or in part
 * @param dropped how many it will never take, by the kind of reason
 */
public record ElasticFigures(long written, long repeated, long retries, Map<String, Long> dropped) {
    public ElasticFigures {
        dropped = Map.copyOf(dropped);
    }

    /** How many it will never take, whatever the reason. */
    public long lost() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }
}
