package io.conclave.files;

/**
 * One step of one migration.
 *
 * @param id the migration's number in the journal
 * @param fileId which file
 * @param name its name
 * @param from source node
 * @param to target node
 * @param bytes its length
 * @param step how far it is
 * @param reason code of why it was planned, or for {@code failed} of what went wrong
 */
public record MigrationEvent(
        long id, String fileId, String name, String from, String to, long bytes, MigrationStep step, String reason) {}
