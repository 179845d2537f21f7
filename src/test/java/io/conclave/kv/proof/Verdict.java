package io.conclave.kv.proof;

/** What a checker found in the operations on one key. */
sealed interface Verdict {

    /**
     * There is an order in which one register would have given the same answers.
     *
     * @param steps how many states were looked at to find it
     */
    record Linearizable(int steps) implements Verdict {}

    /**
     * There is no such order.
     *
     * @param key which key
     * @param why how far one gets, and what cannot come next
     */
    record NotLinearizable(String key, String why) implements Verdict {}

    /**
     * The search was ended before it found one or had looked at all.
     *
     * @param key which key
     * @param why which limit it met
     */
    record Undecided(String key, String why) implements Verdict {}
}
