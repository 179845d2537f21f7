package io.conclave.files;

import java.time.Instant;
import java.util.List;

/**
 * One file as the database has it.
 *
 * @param id time-ordered UUID, 36 characters
 * @param name as the user gave it; a text to show, never a path
 * @param node whose folder holds the bytes
 * @param path below the storage root, with {@code /} between its parts
 * @param sizeBytes length
 * @param sha256 of the bytes, 64 lower-case hexadecimal digits
 * @param history what became of it, oldest first
 * @param createdAt when its upload ended
 * @param updatedAt when it last moved
 */
public record StoredFile(
        String id,
        String name,
        String node,
        String path,
        long sizeBytes,
        String sha256,
        List<HistoryEntry> history,
        Instant createdAt,
        Instant updatedAt) {

    public StoredFile {
        history = List.copyOf(history);
    }
}
