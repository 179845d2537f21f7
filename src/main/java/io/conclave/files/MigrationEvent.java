package io.conclave.files;

import io.conclave.bus.Sentence;

/**
 * One step of one migration.
 *
 * @param id the migration's number in the journal
 * @param fileId which file
 * @param name its name
 * @param from source node
 * @param to target node
 * @param bytes its length
 * @param copiedBytes how many of them are on the target's disk; a copy that takes long tells it while it goes on, as
 *     further events of the step {@code planned}
 * @param step how far it is
 * @param reason code of why it was planned, or for {@code failed} of what went wrong
 * @param planId the plan that wants it, or null for a move by hand
 * @param stalledMs for how long no byte has come while it is copied, 0 while they come
 * @param stalledBy what it waits for then, or null
 */
public record MigrationEvent(
        long id,
        String fileId,
        String name,
        String from,
        String to,
        long bytes,
        long copiedBytes,
        MigrationStep step,
        String reason,
        String planId,
        long stalledMs,
        Sentence stalledBy) {}
