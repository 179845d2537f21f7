package io.conclave.kv.client;

/**
 * How a put went.
 *
 * @param applied false where the version that was asked for did not match
 * @param version that of the key by this put, or, where it was not applied, the one that stands; 0: no such key
 */
public record Written(boolean applied, long version) {}
