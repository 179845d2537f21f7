package io.conclave.ensemble;

import java.time.Instant;

/**
 * An operator's word that a node takes no more files.
 *
 * @param reason what the operator gave as the reason, or null
 * @param at since when
 */
record Drain(String reason, Instant at) {}
