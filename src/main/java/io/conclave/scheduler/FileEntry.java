package io.conclave.scheduler;

import io.conclave.files.StoredFile;
import io.conclave.store.FileBrief;
import java.time.Instant;
import java.util.UUID;

/**
 * What the index keeps of one file.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7">RFC 9562, UUID version 7</a>
 * @param high upper half of the id
 * @param low lower half of the id
 * @param sizeBytes length
 * @param createdAtMs milliseconds since 1970
 * @param name as the user gave it
 */
record FileEntry(long high, long low, long sizeBytes, long createdAtMs, String name) {

    static FileEntry of(StoredFile file) {
        return of(file.id(), file.sizeBytes(), file.createdAt(), file.name());
    }

    static FileEntry of(FileBrief file) {
        return of(file.id(), file.sizeBytes(), file.createdAt(), file.name());
    }

    /** Stands for the file of this id in a search; its other parts are empty. */
    static FileEntry probe(String id) {
        return of(id, 0, Instant.EPOCH, "");
    }

    static FileEntry of(String id, long sizeBytes, Instant createdAt, String name) {
        UUID uuid = UUID.fromString(id);
        return new FileEntry(
                uuid.getMostSignificantBits(),
                uuid.getLeastSignificantBits(),
                sizeBytes,
                createdAt.toEpochMilli(),
                name);
    }

    String id() {
        return new UUID(high, low).toString();
    }

    /** The file as a plan sees it. */
    PlanFile toPlanFile() {
        return new PlanFile(id(), name, sizeBytes, Instant.ofEpochMilli(createdAtMs));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileEntry entry && high == entry.high && low == entry.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high ^ low);
    }
}
