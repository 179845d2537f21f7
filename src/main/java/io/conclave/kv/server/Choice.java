package io.conclave.kv.server;

import java.util.List;

/** What the master does about a group. */
sealed interface Choice {

    /** All is as it should be, or nothing can be done before a member comes back. */
    record Leave() implements Choice {}

    /** The group has to be told that it has no primary: none of its in-sync members is there. */
    record Clear() implements Choice {}

    /**
     * A primary is missing, and one of these in-sync members can be it.
     *
     * @param numbers those that are there
     */
    record Ask(List<Integer> numbers) implements Choice {}

    /**
     * This one is to be primary.
     *
     * @param number its number
     * @param inSync the in-sync set from then on
     */
    record Promote(int number, List<Integer> inSync) implements Choice {}

    /**
     * Nobody can be promoted now: ask again after a while.
     *
     * @param detail why
     */
    record Wait(String detail) implements Choice {}
}
