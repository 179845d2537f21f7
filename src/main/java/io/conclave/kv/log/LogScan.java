package io.conclave.kv.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * Reads a log file from its begin to its end, checks each byte, and comes to what is in it. One pass, in which each
 * byte is read once and its CRC computed once.
 *
 * <p>Where a record is not sound, what follows decides. A later sync mark that says that this place was synced proves
 * damage: the log is refused. Without one, a crash explains it, since nothing there was acknowledged: the rest is a
 * torn tail, which the caller cuts.
 */
final class LogScan {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int SEARCH_BYTES = 1 << 20;
    private static final String ENDS_EARLY = "the file ends within its snapshot section";

    private final LogFile file;
    private final LogContents contents;
    private final CRC32C chain = new CRC32C();
    private final ByteBuffer chainLink = ByteBuffer.allocate(Integer.BYTES);
    private final StagedRecords staged = new StagedRecords();
    private final long size;
    private ByteBuffer window = NOTHING;
    /** The place in the file of the window's first byte. */
    private long windowPlace = LogFile.Head.BYTES;

    /** Where a batch, mark or head ended last that was sound. */
    private long good = LogFile.Head.BYTES;

    private boolean inSnapshot;
    private long committed;
    private long synced;

    private LogScan(LogFile file) throws IOException {
        this.file = file;
        this.contents = new LogContents(file);
        this.size = file.channel().size();
        this.inSnapshot = file.head().basePosition() > 0;
    }

    /**
     * What a scan came to.
     *
     * @param contents with all batches that are known to be committed applied, and the others pending
     * @param end behind the last sound batch or mark: what follows is to be cut
     * @param synced whether the file's end says that all before it is on the disk
     * @param tornBytes how many bytes are to be cut, not counting zeros at the end
     */
    record Outcome(LogContents contents, long end, boolean synced, long tornBytes) {}

    /**
     * Scans a file.
     *
     * @throws CorruptLogException where it is damaged
     */
    static Outcome scan(LogFile file) throws IOException {
        return new LogScan(file).run();
    }

    private Outcome run() throws IOException {
        String problem = records();
        long bad = windowPlace + window.position();
        if (inSnapshot) {
            throw new CorruptLogException(bad, Objects.requireNonNullElse(problem, ENDS_EARLY));
        }
        if (problem != null && isSyncedLater()) {
            throw new CorruptLogException(bad, problem);
        }
        long torn = lastByteThatIsNotZero() - good;
        staged.apply(contents, file, committed);
        staged.loadPending(contents, file);
        return new Outcome(contents, good, synced == contents.end().position(), Math.max(0, torn));
    }

    /** Reads all records up to the first one that is wrong. Gives what is wrong with it, or null. */
    private String records() throws IOException {
        try (CheckedWindows windows = CheckedWindows.of(file, size)) {
            for (CheckedWindows.Window next = windows.next(); next != null; next = windows.next()) {
                window = next.bytes();
                windowPlace = next.place();
                while (window.hasRemaining()) {
                    String problem = record();
                    if (problem != null) {
                        return problem;
                    }
                }
                if (next.problem() != null) {
                    return next.problem();
                }
                windowPlace += window.limit();
                window = NOTHING;
                windows.done(next);
            }
            return null;
        }
    }

    /** Reads one record, whose CRC is right. Gives what is wrong with it, or null. */
    private String record() {
        int at = window.position();
        int length = window.getInt(at + Layout.LENGTH);
        String problem =
                switch (window.get(at + Layout.TYPE)) {
                    case Layout.COMMIT -> commit(at, length);
                    case Layout.SYNC_MARK -> mark(at);
                    default -> stage(at, length);
                };
        if (problem == null) {
            window.position(at + length);
        }
        return problem;
    }

    private String stage(int at, int length) {
        if (staged.open() == 0) {
            chain.reset();
        }
        chain.update(chainLink.putInt(0, window.getInt(at)).array(), 0, Integer.BYTES);
        return staged.add(window, at, length, windowPlace + at);
    }

    private String commit(int at, int length) {
        byte flags = window.get(at + Layout.FLAGS);
        boolean ofSnapshot = (flags & (Layout.SNAPSHOT | Layout.SNAPSHOT_END)) != 0;
        long place = windowPlace + at;
        if (length != Layout.COMMIT_BYTES
                || window.getInt(at + Layout.COMMIT_COUNT) != staged.open()
                || window.getInt(at + Layout.COMMIT_RECORD_BYTES) != place - good
                || window.getInt(at + Layout.COMMIT_CHAIN) != (staged.open() == 0 ? 0 : (int) chain.getValue())
                || ofSnapshot != inSnapshot) {
            return "a commit marker that is not of the records before it";
        }
        long epoch = window.getLong(at + Layout.COMMIT_EPOCH);
        long atMs = window.getLong(at + Layout.COMMIT_AT);
        if (inSnapshot) {
            staged.commitSnapshot(contents, file, atMs);
            inSnapshot = (flags & Layout.SNAPSHOT_END) == 0;
            contents.snapshotEndsAt(place + length);
        } else {
            long first = contents.end().position() + 1;
            if (!staged.isFrom(first)
                    || window.getLong(at + Layout.VERSION) != first
                    || window.getLong(at + Layout.POSITION) != first + staged.open() - 1) {
                return "a batch whose positions do not go on from those before it";
            }
            int bytes = (int) (place + length - good);
            long last = first + staged.open() - 1;
            staged.commit(good, bytes, atMs);
            contents.noteBatch(first, last, epoch, bytes);
        }
        good = place + length;
        return null;
    }

    private String mark(int at) {
        long place = windowPlace + at;
        if (inSnapshot
                || staged.open() > 0
                || !SyncMark.isAt(window, at, place, file.head().salt())) {
            return "a sync mark that is not of this place";
        }
        synced = window.getLong(at + Layout.POSITION);
        if (synced > contents.end().position()) {
            return "positions up to " + synced + " were synced, but are not there";
        }
        committed = Math.max(committed, window.getLong(at + Layout.VERSION));
        staged.apply(contents, file, committed);
        contents.skipped(Layout.MARK_BYTES);
        good = place + Layout.MARK_BYTES;
        return null;
    }

    /** Whether a sync mark after the bad place says that this place was on the disk when the mark was written. */
    private boolean isSyncedLater() throws IOException {
        ByteBuffer found = searchWindow();
        long from = good;
        while (from + Layout.MARK_BYTES <= size) {
            found.clear().limit((int) Math.min(found.capacity(), size - from));
            file.read(found, from);
            for (int at = 0; at + Layout.MARK_BYTES <= found.limit(); at++) {
                if (found.get(at + Layout.TYPE) == Layout.SYNC_MARK
                        && SyncMark.isAt(found, at, from + at, file.head().salt())
                        && found.getLong(at + Layout.POSITION) > contents.end().position()) {
                    return true;
                }
            }
            from += found.limit() - Layout.MARK_BYTES + 1;
        }
        return false;
    }

    private ByteBuffer searchWindow() {
        return ByteBuffer.allocate((int) Math.min(SEARCH_BYTES, size));
    }

    private long lastByteThatIsNotZero() throws IOException {
        ByteBuffer found = searchWindow();
        long last = good;
        long from = good;
        while (from < size) {
            found.clear().limit((int) Math.min(found.capacity(), size - from));
            file.read(found, from);
            for (int at = found.limit() - 1; at >= 0; at--) {
                if (found.get(at) != 0) {
                    last = from + at + 1;
                    break;
                }
            }
            from += found.limit();
        }
        return last;
    }
}
