package io.conclave.kv.log;

import java.util.List;

/**
 * What is known of one client's calls.
 *
 * @param client the client's number
 * @param firstIncomplete calls below it were reported as answered; nothing is known of them
 * @param heardMs log time, in ms since 1970, at which the client was heard last
 * @param results of its calls from {@code firstIncomplete} on, ascending
 */
public record SessionRow(long client, long firstIncomplete, long heardMs, List<Result> results) {

    public SessionRow {
        results = List.copyOf(results);
    }

    /**
     * What a call came to. A call that changed nothing is not remembered: to do it again is harmless.
     *
     * @param number of the call
     * @param keys for each of its records in their order
     */
    public record Result(long number, List<KeyResult> keys) {
        public Result {
            keys = List.copyOf(keys);
        }
    }

    /**
     * What one record came to.
     *
     * @param found whether the key was there; of deletions only, puts have true
     * @param version that the record gave
     */
    public record KeyResult(boolean found, long version) {}
}
