package io.conclave.store;

import java.util.List;

/** What came of one attempt at committing a group of works. */
sealed interface Attempt {

    /** It is on disk. */
    record Made(List<Runnable> answers) implements Attempt {}

    /** It is undone, and will be again; the works are to be told why. */
    record Refused(RuntimeException why) implements Attempt {}

    /** It is undone for a reason that passes. */
    record Undone(String reason) implements Attempt {}

    /**
     * The commit was sent and its answer was lost.
     *
     * @param number its number in the term
     * @param answers what to answer where it was made
     */
    record Unknown(String reason, long number, List<Runnable> answers) implements Attempt {}
}
