package io.conclave.logs.elastic;

import java.time.Duration;

/**
 * How long Elasticsearch is waited for.
 *
 * @param search all that one search asks
 * @param setUp each call by which its cluster is got to know
 * @param write each request that writes
 * @param patience after which a write that fails again and again is given up
 */
record Times(Duration search, Duration setUp, Duration write, Duration patience) {

    /** A search that finds nobody has to say so within two seconds. */
    static final Times USUAL =
            new Times(Duration.ofMillis(1_900), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30));

    /** After which a search is to answer with what it has found by then. */
    Duration hits() {
        return search.multipliedBy(6).dividedBy(10);
    }

    /** The same of the histogram, which comes after it. */
    Duration histogram() {
        return search.dividedBy(4);
    }
}
