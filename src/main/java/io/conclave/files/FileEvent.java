package io.conclave.files;

import java.time.Instant;

/**
 * One committed change to one file, as viewers see it.
 *
 * @param change what became of it
 * @param id of the file
 * @param name as the user gave it
 * @param node where it is now; for one that was removed, where it was
 * @param from where it was before, for one that moved, else null
 * @param sizeBytes its length
 * @param sha256 of its bytes
 * @param createdAt when it came
 * @param updatedAt when it last moved, or came
 */
public record FileEvent(
        FileEventKind change,
        String id,
        String name,
        String node,
        String from,
        long sizeBytes,
        String sha256,
        Instant createdAt,
        Instant updatedAt) {

    static FileEvent of(FileEventKind change, StoredFile file, String from) {
        return new FileEvent(
                change,
                file.id(),
                file.name(),
                file.node(),
                from,
                file.sizeBytes(),
                file.sha256(),
                file.createdAt(),
                file.updatedAt());
    }
}
