package io.conclave.files;

import java.time.Instant;

/**
 * One event in a file's life.
 *
 * @param action code of the audit's action, such as {@code upload} or {@code auto_migrate}
 * @param from node it left, or null
 * @param to node it came to, or null
 * @param at when
 * @param actor who asked
 * @param reason code of why, such as {@code migrate} or {@code drain}, or null
 */
public record HistoryEntry(String action, String from, String to, Instant at, String actor, String reason) {}
