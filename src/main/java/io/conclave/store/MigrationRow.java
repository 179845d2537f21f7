package io.conclave.store;

import java.time.Instant;

/**
 * A row of {@code migrations}, the journal.
 *
 * @param id rising number; 0 before it is inserted
 * @param epoch of the controller that began it
 * @param fileId which file
 * @param name its name
 * @param source node it leaves
 * @param target node it goes to
 * @param sourcePath below the storage root
 * @param targetPath below the storage root
 * @param sizeBytes length
 * @param sha256 of the bytes
 * @param state {@code intent}, {@code committed}, {@code done} or {@code failed}
 * @param reason why it was planned; for {@code failed} what went wrong
 * @param planId the plan that wants it, or null
 * @param startedAt when the intent was written
 * @param closedAt when it was done or rolled back, or null while it is open
 */
public record MigrationRow(
        long id,
        long epoch,
        String fileId,
        String name,
        String source,
        String target,
        String sourcePath,
        String targetPath,
        long sizeBytes,
        String sha256,
        String state,
        String reason,
        String planId,
        Instant startedAt,
        Instant closedAt) {}
