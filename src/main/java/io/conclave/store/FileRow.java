package io.conclave.store;

import java.time.Instant;

/**
 * A row of {@code files}.
 *
 * @param id time-ordered UUID
 * @param name as the user gave it
 * @param node whose folder holds the bytes
 * @param path below the storage root
 * @param sizeBytes length
 * @param sha256 64 lower-case hexadecimal digits
 * @param history JSON array, oldest first
 * @param createdAt when its upload ended
 * @param updatedAt when it last moved
 */
public record FileRow(
        String id,
        String name,
        String node,
        String path,
        long sizeBytes,
        String sha256,
        String history,
        Instant createdAt,
        Instant updatedAt) {}
