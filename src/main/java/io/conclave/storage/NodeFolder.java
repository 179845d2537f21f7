package io.conclave.storage;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which one node's bytes lie, and whether it can be used. After a failed sync it takes nothing more until
 * the next start: what the kernel still holds is not to be trusted. Reading goes on. All methods but the names and
 * {@link #room} block.
 */
final class NodeFolder {

    private static final Logger LOG = LoggerFactory.getLogger(NodeFolder.class);
    private static final String PROBE = ".probe";
    private static final String PROBE_LINK = ".probe.link";

    private final String node;
    private final Path folder;
    private final Disk disk;
    private final long minFreeBytes;
    private final Runnable alarm;
    private final FolderSync sync;
    private volatile boolean failed;
    private volatile boolean linkless;
    private volatile boolean there;
    private volatile long appearances;
    private volatile NodeRoom room = NodeRoom.none(StorageReason.MISSING);

    /**
     * @param node whose it is
     * @param folder where; its parent is the storage root
     * @param disk what it lies on
     * @param minFreeBytes how much room must stay free
     * @param alarm run, on any thread, when the folder is full or failed
     */
    NodeFolder(String node, Path folder, Disk disk, long minFreeBytes, Runnable alarm) {
        this.node = node;
        this.folder = folder;
        this.disk = disk;
        this.minFreeBytes = minFreeBytes;
        this.alarm = alarm;
        this.sync = new FolderSync(disk, folder);
    }

    String node() {
        return node;
    }

    Path path() {
        return folder;
    }

    Disk disk() {
        return disk;
    }

    Path bytes(String id) {
        return folder.resolve(id);
    }

    Path temporary(String id) {
        return folder.resolve(Layout.temporary(id));
    }

    Path doomed(String id) {
        return folder.resolve(Layout.doomed(id));
    }

    /** Makes the folder where it is missing, and tries all that will be done in it. */
    void prepare() {
        try {
            if (!isThere()) {
                Files.createDirectory(folder);
            }
            disk.delete(folder.resolve(PROBE));
            disk.delete(folder.resolve(PROBE_LINK));
            disk.create(folder.resolve(PROBE)).close();
            disk.link(folder.resolve(PROBE), folder.resolve(PROBE_LINK));
            disk.delete(folder.resolve(PROBE_LINK));
            disk.delete(folder.resolve(PROBE));
            measure();
        } catch (IOException e) {
            unavailable(reason(e), e);
        } catch (UnsupportedOperationException e) {
            linkless = true;
            unavailable(StorageReason.NO_LINKS, e);
        }
    }

    private StorageReason reason(IOException e) {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return StorageReason.NOT_A_FOLDER;
        }
        if (e instanceof NoSuchFileException) {
            return StorageReason.MISSING;
        }
        return e instanceof AccessDeniedException
                ? StorageReason.NO_ACCESS
                : StorageReason.ofProblem(problem(e).code());
    }

    private void unavailable(StorageReason reason, Exception cause) {
        room = NodeRoom.none(reason);
        LOG.warn("the folder of {} takes no files, {}: {}", node, reason.english(), cause.toString());
    }

    /** Looks how much room there is, and whether the folder is still there and can be written. */
    synchronized NodeRoom measure() {
        boolean isThere = isThere();
        if (isThere && !there) {
            appearances++;
        }
        there = isThere;
        if (linkless) {
            room = NodeRoom.none(StorageReason.NO_LINKS);
        } else if (!isThere) {
            room = NodeRoom.none(Files.exists(folder) ? StorageReason.NOT_A_FOLDER : StorageReason.MISSING);
        } else if (!Files.isWritable(folder)) {
            room = NodeRoom.none(StorageReason.READ_ONLY);
        } else {
            long free = usableBytes();
            room = failed || free < 0
                    ? NodeRoom.none(StorageReason.IO_ERROR)
                    : new NodeRoom(Math.max(0, free - minFreeBytes), true, null);
        }
        return room;
    }

    /** How often it has appeared; 0 while it is away. */
    long presence() {
        return there ? appearances : 0;
    }

    /** As it was when it was last measured. */
    NodeRoom room() {
        return room;
    }

    /** Whether the folder is there and is no link. */
    boolean isThere() {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Stands before what is no write but has to last.
     *
     * @throws ProblemException 503 where the folder is away or failed
     */
    void requireAvailable() {
        if (failed || !isThere()) {
            throw unavailable().asException();
        }
    }

    private Problem unavailable() {
        return Problem.unavailable(
                "storage_unavailable",
                failed
                        ? "the disk of " + node + " failed and takes nothing until the next start"
                        : "the folder of " + node + " is not there");
    }

    /**
     * Stands before every write.
     *
     * @param bytes how many are to be written now
     * @throws ProblemException 503 where the folder failed, 507 where too little room would stay free
     */
    void requireRoom(long bytes) {
        if (failed) {
            throw unavailable().asException();
        }
        long free = usableBytes();
        if (free >= 0 && free - bytes < minFreeBytes) {
            throw DiskProblem.full(node, free + " bytes are free, " + bytes + " are needed, " + minFreeBytes + " stay")
                    .asException();
        }
    }

    private long usableBytes() {
        try {
            return disk.usableBytes(folder);
        } catch (IOException e) {
            LOG.warn("the room of {} cannot be measured: {}", node, e.toString());
            return -1;
        }
    }

    /**
     * Makes the names in the folder last: what was linked or deleted before this call.
     *
     * @throws ProblemException where that failed
     */
    void syncNames() {
        try {
            sync.sync();
        } catch (IOException e) {
            fail(e);
            throw problem(e).asException();
        }
    }

    /** Makes a file's bytes last. */
    void sync(Disk.NewFile file) throws IOException {
        try {
            file.sync();
        } catch (IOException e) {
            fail(e);
            throw e;
        }
    }

    /** A full disk is no broken one: what was being written is thrown away, and that is all. */
    private void fail(IOException e) {
        if (problem(e).status() == 507) {
            return;
        }
        failed = true;
        room = NodeRoom.none(StorageReason.IO_ERROR);
        alarm.run();
        LOG.error("a sync in the folder of {} failed: it takes nothing more until the next start", node, e);
    }

    /**
     * Whether a file here has this length and hash, as the operating system gives it back.
     *
     * @throws ProblemException where it cannot be read
     */
    boolean reads(Path path, long size, String hash) {
        try (FileChannel channel = disk.open(path)) {
            return channel.size() == size && Sha256.of(channel).equals(hash);
        } catch (IOException e) {
            throw problem(e).asException();
        }
    }

    /**
     * Whether a file with this id, length and hash is here; what else lies under its name is another one.
     *
     * @throws ProblemException where that cannot be told
     */
    boolean holds(String id, long size, String hash) {
        Path path = bytes(id);
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && reads(path, size, hash);
    }

    /** Makes bytes last that were found under a file's final name; false where they have another length or hash. */
    boolean adopts(String id, long size, String hash) {
        if (!reads(bytes(id), size, hash)) {
            return false;
        }
        try (FileChannel channel = disk.open(bytes(id))) {
            channel.force(true);
            return true;
        } catch (IOException e) {
            fail(e);
            throw problem(e).asException();
        }
    }

    /** A failure in this folder as a problem; a disk that says it is full has no room until it is measured again. */
    Problem problem(IOException failure) {
        Problem problem = DiskProblem.of(node, failure, usableBytes());
        if (problem.status() == 507) {
            room = new NodeRoom(0, room.available(), room.reason());
            alarm.run();
        }
        return problem;
    }
}
