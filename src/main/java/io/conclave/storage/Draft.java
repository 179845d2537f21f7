package io.conclave.storage;

import io.conclave.bus.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.security.MessageDigest;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A new file on its way to disk: written under its temporary name, sealed (synced), published (linked under its final
 * name, never over another), and once its row is committed settled (the temporary name goes). Until then the temporary
 * name says that nobody was promised these bytes. Whatever ends it early, {@link #discard} leaves nothing.
 *
 * <p>Used by one thread at a time. All methods block; failures are {@link ProblemException}s.
 */
final class Draft {

    private static final Logger LOG = LoggerFactory.getLogger(Draft.class);

    private final NodeFolder folder;
    private final Disk disk;
    private final String id;
    private final Disk.NewFile file;
    private final MessageDigest digest = Sha256.digest();
    private long sizeBytes;
    private boolean published;
    private ProblemException broken;

    private Draft(NodeFolder folder, Disk disk, String id, boolean resumed) {
        this.folder = folder;
        this.disk = disk;
        this.id = id;
        folder.requireAvailable();
        try {
            this.file = resumed ? disk.append(folder.temporary(id)) : disk.create(folder.temporary(id));
            this.sizeBytes = file.size();
        } catch (IOException e) {
            throw folder.problem(e).asException();
        }
    }

    /**
     * Begins with an empty file under the temporary name.
     *
     * @param disk what names are changed through
     * @throws ProblemException 503 where the folder is away, failed, or is a link that leads out of the storage root
     */
    static Draft begin(NodeFolder folder, Disk disk, String id) {
        return new Draft(folder, disk, id, false);
    }

    /** Goes on behind what lies under the temporary name already; what it is, only {@link #readsAs} tells. */
    static Draft resume(NodeFolder folder, Disk disk, String id) {
        return new Draft(folder, disk, id, true);
    }

    /** How many bytes there are. */
    long sizeBytes() {
        return sizeBytes;
    }

    /** Appends. After a failure all that follows fails alike: a file with a hole is never sealed. */
    void write(byte[] bytes, int length) {
        append(bytes, length);
        digest.update(bytes, 0, length);
    }

    /** As {@link #write}, for a file whose hash is read back anyway. */
    void append(byte[] bytes, int length) {
        requireUnbroken();
        try {
            folder.requireRoom(length);
            file.write(bytes, length);
        } catch (IOException e) {
            broken = folder.problem(e).asException();
            throw broken;
        } catch (ProblemException e) {
            broken = e;
            throw e;
        }
        sizeBytes += length;
    }

    /**
     * Appends from another file of the same host.
     *
     * @param length at the most; fewer where the source ends before
     * @param stop asked between pieces, with how many bytes are copied; true ends it with a problem
     */
    void copy(FileChannel source, long length, LongPredicate stop) {
        try {
            file.copy(source, length, stop);
        } catch (IOException e) {
            throw folder.problem(e).asException();
        }
    }

    private void requireUnbroken() {
        if (broken != null) {
            throw broken;
        }
    }

    /** Makes the bytes last. */
    void seal() {
        requireUnbroken();
        try (file) {
            folder.sync(file);
        } catch (IOException e) {
            throw folder.problem(e).asException();
        }
    }

    /** What was written; ends the hash. */
    Written written() {
        return new Written(id, sizeBytes, Sha256.hex(digest));
    }

    /** Whether what is on disk now has this length and hash. */
    boolean readsAs(long size, String hash) {
        return folder.reads(folder.temporary(id), size, hash);
    }

    /**
     * Links it under its final name; {@link NodeFolder#sync} then makes the name last.
     *
     * @return false where the name is taken; nothing is changed then
     */
    boolean publish() {
        try {
            disk.link(folder.temporary(id), folder.bytes(id));
            published = true;
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw folder.problem(e).asException();
        }
    }

    /** {@link #publish} for an id that nobody had before. */
    void publishNew() {
        if (!publish()) {
            throw new IllegalStateException("the id " + id + " was given twice");
        }
    }

    /**
     * Takes the temporary name away; a failure costs nothing, since the next start does it.
     *
     * @return false where it stays
     */
    boolean settle() {
        try {
            disk.delete(folder.temporary(id));
            return true;
        } catch (IOException | ProblemException e) {
            LOG.warn("{} stays until the next start: {}", folder.temporary(id), e.toString());
            return false;
        }
    }

    /** Lets go of the file without an end: it can be resumed. */
    void leave() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("{} was not closed cleanly: {}", folder.temporary(id), e.toString());
        }
    }

    /**
     * Takes everything away; the temporary name last, so that what is left tells what it is.
     *
     * @return false where something stays
     */
    boolean discard() {
        try (file) {
            if (published) {
                disk.delete(folder.bytes(id));
            }
        } catch (IOException | ProblemException e) {
            LOG.warn("{} stays until the next start: {}", folder.bytes(id), e.toString());
            return false;
        }
        return settle();
    }
}
