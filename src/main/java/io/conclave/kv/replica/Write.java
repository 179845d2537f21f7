package io.conclave.kv.replica;

import java.util.List;

/**
 * What is written together: one key for a put or a delete, several for a batch. Whoever makes one has checked the sizes
 * and that no key is in it twice.
 *
 * @param writes at least one
 * @param requestId makes a repeated call harmless; null: a repeated call may be applied twice
 * @param deadlineNanos when the caller stops waiting, in the time of {@link System#nanoTime()}
 */
public record Write(List<KeyWrite> writes, RequestIdentity requestId, long deadlineNanos) {}
