package io.conclave.embedded;

import io.conclave.bus.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a folder to one process. The kernel lets go of it however the process ends. */
public final class DirectoryLock implements AutoCloseable {

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the folder, which is made where it does not exist.
     *
     * @throws io.conclave.bus.ProblemException 409 {@code directory_in_use}, naming the folder and its holder's process
     *     id
     * @throws IOException where the folder cannot be written
     */
    public static DirectoryLock take(Path folder) throws IOException {
        return take(folder, "DATA_DIR, --data-dir");
    }

    /**
     * As {@link #take(Path)}.
     *
     * @param setting by which another folder is chosen, for the message
     */
    public static DirectoryLock take(Path folder, String setting) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(".lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            if (!tryLock(channel)) {
                throw inUse(folder, holder(file), setting);
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            taken = true;
            return new DirectoryLock(channel);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException ourOwn) {
            return false;
        }
    }

    private static RuntimeException inUse(Path folder, String holder, String setting) {
        return Problem.conflict(
                        "directory_in_use",
                        folder.toAbsolutePath().normalize() + " is in use by process " + holder
                                + "; stop that process, or choose another folder (" + setting + ")")
                .asException();
    }

    private static String holder(Path file) throws IOException {
        String pid = Files.readString(file).strip();
        return pid.isEmpty() ? "(unknown)" : pid;
    }

    /** Lets go of the folder. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
