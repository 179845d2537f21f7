package io.conclave.agent;

import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Which storage a folder is, and whose: written at its first use, and held against what is asked for at each other.
 *
 * @param storageId of the folder, a random UUID
 * @param node whose bytes lie in it
 */
record StorageIdentity(String storageId, String node) {

    private static final String FILE = ".storage.json";

    /**
     * The identity of a folder, which gets one where it has none.
     *
     * @throws ProblemException 409 {@code foreign_storage} where it is another node's, or its identity cannot be read
     */
    static StorageIdentity of(Path folder, String node) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            StorageIdentity fresh = new StorageIdentity(UUID.randomUUID().toString(), node);
            replace(file, Json.encode(fresh));
            return fresh;
        }
        StorageIdentity found;
        try {
            found = Json.decode(Files.readString(file), StorageIdentity.class);
        } catch (ProblemException unreadable) {
            throw foreign(file + " cannot be read (" + unreadable.problem().detail()
                    + "): whose folder it is is not known; put the file right, or choose another folder");
        }
        if (!node.equals(found.node)) {
            throw foreign(folder + " holds the bytes of " + found.node + ", not of " + node + "; choose the folder of "
                    + node + ", or start with --node " + found.node);
        }
        return found;
    }

    private static ProblemException foreign(String detail) {
        return Problem.conflict("foreign_storage", detail).asException();
    }

    /** Writes a small file so that after any crash there is the old one or the new one, whole. */
    static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
