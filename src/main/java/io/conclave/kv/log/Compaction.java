package io.conclave.kv.log;

import io.conclave.kv.log.LogContents.End;
import io.conclave.kv.log.LogContents.Pending;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a log file anew with what is in it and without what is no longer, while the log is written and read. It begins
 * at a position up to which all is committed: the live keys up to there are written, in the order in which they stand,
 * then all batches after it. A key that is written again meanwhile may be left out of the first part, since the second
 * one has it.
 *
 * <p>{@link #copy} on a worker, then {@link #swap} on the log thread, which takes a few ms, then {@link #settle} on a
 * worker again; {@link #close} at the end in any case. A crash at any point leaves the old file or the new one, whole.
 */
public final class Compaction implements AutoCloseable {

    /** The log thread copies the last batches itself; it begins when there are at most so many bytes of them. */
    private static final long LAST_PART_BYTES = 256 << 10;

    private static final int MAX_PASSES = 20;
    private static final int WINDOW_BYTES = 4 << 20;

    private final KvLog log;
    private final LogContents contents;
    private final LogFileSystem files;
    private final FailPoints failPoints;
    private final Path beside;
    private final LogFile old;
    private final long position;
    private final long oldTail;
    private final List<SessionRow> sessions;
    private final List<EpochStart> epochs;
    private final List<byte[]> movedKeys = new ArrayList<>();
    private final List<Location> movedFrom = new ArrayList<>();
    private final List<Location> movedTo = new ArrayList<>();
    private final BatchPositions batches = new BatchPositions();
    private final LogFile file;
    private final CompactionWriter writer;
    private final RecordWalk walk;
    /** Where the record of each position after {@link #position} begins in the new file. */
    private long[] tailPlaces = new long[1024];

    private int tailCount;
    private long liveBytes;
    private int tailBatchBegin;
    private long oldPlace;
    private boolean swapped;
    private boolean settled;
    private volatile boolean cancelled;

    Compaction(
            KvLog log,
            LogContents contents,
            LogIdentity identity,
            Path beside,
            LogFileSystem files,
            FailPoints failPoints)
            throws IOException {
        this.log = log;
        this.contents = contents;
        this.files = files;
        this.failPoints = failPoints;
        this.beside = beside;
        this.old = contents.end().file();
        this.position = contents.applied();
        this.oldTail = contents.appliedPlace();
        this.sessions = contents.sessions().rows();
        this.epochs = contents.epochs().upTo(position);
        this.oldPlace = LogFile.Head.BYTES;
        this.walk = new RecordWalk(old, WINDOW_BYTES);
        if (!old.acquire()) {
            throw new IOException("the log is closed");
        }
        LogFile.Head head = LogStart.head(identity, position, contents.appliedVersion());
        this.file = new LogFile(files.create(beside), head);
        this.writer = new CompactionWriter(file);
    }

    /** The position that the log will begin after. */
    public long position() {
        return position;
    }

    /**
     * Copies all but the last batches. On a worker; it takes as long as the disk needs for the live keys, and is slow
     * on purpose where the log is being written.
     *
     * @throws CorruptLogException where the old file is damaged; the log is so too then
     */
    public void copy() throws IOException {
        try {
            copyAll();
        } catch (CorruptLogException e) {
            if (!cancelled) {
                log.damaged(e);
            }
            throw e;
        }
    }

    private void copyAll() throws IOException {
        copyLiveKeys();
        if (position > 0) {
            writer.snapshotEnd(position, sessions, epochs);
        }
        batches.beginAt(writer.place());
        failPoints.reached(FailPoint.COMPACTION_LIVE_WRITTEN);
        oldPlace = oldTail;
        for (int i = 0; i < MAX_PASSES; i++) {
            long end = contents.end().place();
            if (end - oldPlace <= LAST_PART_BYTES && i > 0) {
                break;
            }
            copyTail(end);
        }
        writer.sync();
        failPoints.reached(FailPoint.COMPACTION_TAIL_WRITTEN);
    }

    /**
     * Copies the last batches, and puts the new file in the place of the old one. On the log thread.
     *
     * @return false where the log was truncated or replaced since the begin, so that the old file stays
     */
    public boolean swap() throws IOException {
        if (cancelled) {
            return false;
        }
        End end = contents.end();
        copyTail(end.place());
        writer.mark(end.position(), contents.applied());
        writer.sync();
        failPoints.reached(FailPoint.COMPACTION_SYNCED);
        log.swapped(beside, () -> {
            old.endsAt(end);
            contents.endsAt(new End(file, batches, writer.place(), end.position()));
            contents.remapPending(this::remapped);
            contents.compacted(batches.firstPlace() - liveBytes);
        });
        swapped = true;
        return true;
    }

    /** Lets the index point to the new file, so that the old one can go. On a worker. */
    public void settle() throws IOException {
        if (!swapped || settled) {
            return;
        }
        for (int i = 0; i < movedKeys.size(); i++) {
            contents.index().move(movedKeys.get(i), movedFrom.get(i), movedTo.get(i));
        }
        contents.index().moveAll(old, at -> at.movedTo(file, tailPlace(at.position()), at.length()));
        settled = true;
        old.release();
    }

    /** Deletes what was written, unless it was swapped in. */
    @Override
    public void close() throws IOException {
        log.compactionEnds(this);
        old.release();
        if (!swapped) {
            file.release();
            files.delete(beside);
        } else if (!settled) {
            old.release();
        }
    }

    /** What is being copied is no longer right. */
    void cancel() {
        cancelled = true;
    }

    private Pending remapped(Pending pending) {
        return new Pending(pending.batch(), file, tailPlace(pending.batch().firstPosition()));
    }

    private long tailPlace(long of) {
        return tailPlaces[(int) (of - position - 1)];
    }

    private void copyLiveKeys() throws IOException {
        walk.walk(oldPlace, oldTail, (in, at, length, place) -> {
            requireGoingOn();
            if (in.get(at + Layout.TYPE) != Layout.PUT) {
                return;
            }
            byte[] key = RecordWalk.key(in, at);
            Location live = contents.index().get(key);
            if (live != null && live.position() == in.getLong(at + Layout.POSITION)) {
                long to = writer.liveRecord(position, in, at, length);
                liveBytes += writer.lastLength();
                movedKeys.add(key);
                movedFrom.add(live);
                movedTo.add(live.movedTo(file, to, writer.lastLength()));
            }
        });
    }

    private void copyTail(long to) throws IOException {
        walk.walk(oldPlace, to, (in, at, length, place) -> {
            requireGoingOn();
            byte type = in.get(at + Layout.TYPE);
            if (type == Layout.SYNC_MARK) {
                return;
            }
            long newPlace = writer.copied(in, at, length);
            if (type == Layout.COMMIT) {
                batches.note(in.getLong(at + Layout.VERSION), tailPlaces[tailBatchBegin]);
                tailBatchBegin = tailCount;
            } else {
                noteTailPlace(newPlace);
            }
        });
        oldPlace = to;
    }

    private void noteTailPlace(long place) {
        if (tailCount == tailPlaces.length) {
            tailPlaces = Arrays.copyOf(tailPlaces, tailCount * 2);
        }
        tailPlaces[tailCount++] = place;
    }

    private void requireGoingOn() throws IOException {
        if (cancelled) {
            throw new IOException("the log was truncated or replaced while it was being compacted");
        }
    }
}
