package io.conclave.kv.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Which store a server belongs to, on its disk: an ensemble that was wiped, or another one at the same address, is told
 * by it, and is not served.
 */
final class ClusterIdentity {

    private static final String NAME = "cluster";

    private final Path file;

    ClusterIdentity(Path dataDir) {
        this.file = dataDir.resolve(NAME);
    }

    /**
     * Remembers the store at the first start, and compares it from then on.
     *
     * @throws OtherClusterException where it is another one
     */
    void check(String clusterId) throws IOException {
        if (Files.exists(file)) {
            String known = Files.readString(file).strip();
            if (!known.equals(clusterId)) {
                throw new OtherClusterException(file, known, clusterId);
            }
            return;
        }
        Path draft = file.resolveSibling(NAME + ".new");
        Files.writeString(draft, clusterId + "\n");
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
