package io.conclave.ensemble;

/**
 * Whether the ensemble can decide anything.
 *
 * @param voters servers that vote; observers do not
 * @param needed how many of them make a majority: voters / 2 + 1
 * @param up voters that serve as leader or follower
 * @param tolerates how many more of those may fail before the majority is gone, 0 or more
 * @param held whether there is a leader with a majority behind it
 */
public record Quorum(int voters, int needed, int up, int tolerates, boolean held) {}
