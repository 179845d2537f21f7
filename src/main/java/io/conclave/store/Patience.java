package io.conclave.store;

import java.time.Duration;

/**
 * How long is waited for an engine that is away.
 *
 * @param start until a start is given up
 * @param work until a work that is not done is given up, from when it was handed over
 * @param commit until a commit whose answer was lost is given up as unknown
 * @param quiet for which nothing need be heard on a connection until it is asked whether anybody is there, before
 *     something that matters is said to nobody: what lies between may have dropped it without a word
 */
record Patience(Duration start, Duration work, Duration commit, Duration quiet) {

    /** Where nothing else is said. */
    static final Patience USUAL =
            new Patience(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(1));
}
