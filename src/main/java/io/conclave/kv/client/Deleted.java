package io.conclave.kv.client;

/**
 * How a deletion went.
 *
 * @param applied false where the version that was asked for did not match
 * @param found whether there was such a key
 * @param version of the deletion, or the one that stands where there was none to do
 */
public record Deleted(boolean applied, boolean found, long version) {}
