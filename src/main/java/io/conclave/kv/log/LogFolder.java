package io.conclave.kv.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A member's folder: locked against a second process, marked as the member's, and with the highest epoch that the
 * member has promised itself to. Its files of one value are written beside, synced and renamed.
 */
final class LogFolder implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;
    private final LogFileSystem files;
    private final FailPoints failPoints;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final Object key;

    private LogFolder(Path path, LogFileSystem files, FailPoints failPoints, FileChannel lockFile, FileLock lock)
            throws IOException {
        this.path = path;
        this.files = files;
        this.failPoints = failPoints;
        this.lockFile = lockFile;
        this.lock = lock;
        this.key = key(path);
    }

    /** Locks a folder, which is made where it is not there. */
    static LogFolder lock(Path path, LogFileSystem files, FailPoints failPoints) throws IOException {
        Files.createDirectories(path);
        FileChannel lockFile =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = lockFile.tryLock();
            if (lock != null) {
                return new LogFolder(path, files, failPoints, lockFile, lock);
            }
        } catch (OverlappingFileLockException sameProcess) {
            // The answer is the same: it is in use.
        } catch (IOException e) {
            lockFile.close();
            throw e;
        }
        lockFile.close();
        throw new LogRefusedException("another process works in the folder " + path);
    }

    /** Whose folder it is; empty where it is nobody's yet. */
    static Optional<LogIdentity> identity(Path path) throws IOException {
        Path file = path.resolve("identity.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(file.toFile());
            String cluster = json.path("cluster").textValue();
            String group = json.path("group").textValue();
            int number = json.path("number").intValue();
            if (cluster == null || group == null || number < 1) {
                throw new LogRefusedException(file + " does not say whose folder it is");
            }
            return Optional.of(new LogIdentity(cluster, group, number));
        } catch (JsonProcessingException e) {
            throw new LogRefusedException(file + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    Path file(String name) {
        return path.resolve(name);
    }

    void writeIdentity(LogIdentity identity) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("cluster", identity.cluster());
        json.put("group", identity.group());
        json.put("number", identity.number());
        writeValue("identity.json", json.toPrettyString() + "\n");
    }

    /** The highest epoch that was promised, 0 where none was. */
    long promise() throws IOException {
        Path file = file("promise");
        if (!Files.exists(file)) {
            return 0;
        }
        String[] words =
                Files.readString(file, StandardCharsets.ISO_8859_1).strip().split(" ");
        if (words.length != 2 || !words[1].equals(check(words[0]))) {
            throw new LogRefusedException(file + " is damaged: which epochs this member has promised not to follow is"
                    + " unknown. Delete the whole folder, so that the member begins anew from its group's primary");
        }
        return Long.parseLong(words[0]);
    }

    void promise(long epoch) throws IOException {
        String text = Long.toString(epoch);
        writeValue("promise", text + " " + check(text) + "\n");
    }

    private void writeValue(String name, String text) throws IOException {
        Path beside = file(name + ".new");
        try (LogChannel channel = files.create(beside)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            long at = 0;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
            failPoints.reached(FailPoint.VALUE_WRITTEN);
            channel.sync();
        }
        failPoints.reached(FailPoint.VALUE_SYNCED);
        files.rename(beside, file(name));
        failPoints.reached(FailPoint.VALUE_RENAMED);
        files.syncFolder(path);
    }

    /** What has become of the folder or of one of its files while it was open; empty where all is as it was. */
    Optional<String> problem(Path file, Object fileKey) {
        if (!Objects.equals(key(path), key)) {
            return Optional.of("the folder " + path + " was deleted or replaced");
        }
        if (!Objects.equals(key(file), fileKey)) {
            return Optional.of("the file " + file + " was deleted or replaced");
        }
        return Optional.empty();
    }

    /** What tells a file from another one of the same name; null where there is none. */
    static Object key(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException gone) {
            return null;
        }
    }

    void syncNames() throws IOException {
        files.syncFolder(path);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        lockFile.close();
    }

    private static String check(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return Long.toHexString(crc.getValue());
    }
}
