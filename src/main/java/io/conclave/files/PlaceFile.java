package io.conclave.files;

/**
 * Asks which node should take new files. The answerer counts them as there from now on, until each is committed or
 * released.
 *
 * @param count how many files, 1 or more
 * @param sizeBytes expected length of each, or 0 where it is not known yet
 * @param pinnedTo the node that they must go to, or null for the best one
 */
public record PlaceFile(int count, long sizeBytes, String pinnedTo) {}
