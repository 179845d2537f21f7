package io.conclave.kv.show;

import java.time.Instant;

/**
 * Who said the figures of a member, and when.
 *
 * @param source the call and the address that answered it
 * @param at when it answered
 */
public record StoreReading(String source, Instant at) {}
