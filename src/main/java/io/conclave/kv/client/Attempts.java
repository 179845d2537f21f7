package io.conclave.kv.client;

/**
 * What one call has tried so far.
 *
 * @param failures attempts that failed since the last wait that was followed by progress, from 1 after the first
 * @param hops redirects in a row
 * @param perhapsDone whether any of the attempts may have been applied; never true of a call that only reads
 */
record Attempts(int failures, int hops, boolean perhapsDone) {

    static final Attempts NONE = new Attempts(0, 0, false);

    /** These and one more that failed. */
    Attempts with(CallFailedException failure, boolean writes) {
        boolean redirected = !failure.redirect().primary().isEmpty();
        return new Attempts(failures + 1, redirected ? hops + 1 : 0, perhapsDone || writes && failure.perhapsDone());
    }

    String told() {
        return failures == 1 ? "1 attempt" : failures + " attempts";
    }
}
