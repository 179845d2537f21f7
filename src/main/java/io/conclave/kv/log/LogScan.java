package io.conclave.kv.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    private final Staged staged = new Staged();
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

    /** Records that were read and are not applied: those of whole batches first, then those of the one being read. */
    private static final class Staged {

        private byte[] types = new byte[1024];
        private byte[] flags = new byte[1024];
        private byte[][] keys = new byte[1024][];
        private long[] positions = new long[1024];
        private long[] versions = new long[1024];
        private long[] places = new long[1024];
        private int[] lengths = new int[1024];
        private long[] times = new long[1024];
        private RequestIdentity[] requests = new RequestIdentity[1024];
        private LogRecord[] others = new LogRecord[1024];
        private int from;
        private int whole;
        private int to;
        private final List<long[]> batches = new ArrayList<>();
        private List<EpochStart> snapshotEpochs;

        /** How many records the batch has that is being read. */
        int open() {
            return to - whole;
        }

        boolean isFrom(long position) {
            for (int i = whole; i < to; i++) {
                if (positions[i] != position + i - whole) {
                    return false;
                }
            }
            return whole < to;
        }

        String add(ByteBuffer in, int at, int length, long place) {
            if (to == types.length) {
                grow();
            }
            byte type = in.get(at + Layout.TYPE);
            byte flag = in.get(at + Layout.FLAGS);
            types[to] = type;
            flags[to] = flag;
            positions[to] = in.getLong(at + Layout.POSITION);
            versions[to] = in.getLong(at + Layout.VERSION);
            places[to] = place;
            lengths[to] = length;
            others[to] = null;
            requests[to] = null;
            keys[to] = null;
            if (type == Layout.PUT || type == Layout.DELETE) {
                return addKey(in, at, length, flag);
            }
            if (type == Layout.EPOCHS) {
                return addEpochs(in, at, length);
            }
            try {
                others[to++] = BatchParser.record(in, at, length, null);
                return null;
            } catch (MalformedBatchException e) {
                return e.getMessage();
            }
        }

        private String addKey(ByteBuffer in, int at, int length, byte flag) {
            int keyLength = Short.toUnsignedInt(in.getShort(at + Layout.KEY_LENGTH));
            int keyAt = at + Layout.BODY;
            if ((flag & Layout.HAS_REQUEST) != 0) {
                keyAt += Layout.REQUEST_BYTES;
            }
            if (keyLength == 0 || keyLength > LogRecord.MAX_KEY_BYTES || keyAt + keyLength > at + length) {
                return "a record with a key of " + keyLength + " bytes";
            }
            if ((flag & Layout.HAS_REQUEST) != 0) {
                requests[to] =
                        new RequestIdentity(in.getLong(keyAt - 24), in.getLong(keyAt - 16), in.getLong(keyAt - 8));
            } else if ((flag & Layout.SAME_REQUEST) != 0) {
                if (to == whole || requests[to - 1] == null) {
                    return "a record that belongs to no request";
                }
                requests[to] = requests[to - 1];
            }
            byte[] key = new byte[keyLength];
            in.get(keyAt, key);
            keys[to++] = key;
            return null;
        }

        private String addEpochs(ByteBuffer in, int at, int length) {
            snapshotEpochs = new ArrayList<>();
            for (int i = at + Layout.BODY; i + 16 <= at + length; i += 16) {
                snapshotEpochs.add(new EpochStart(in.getLong(i), in.getLong(i + 8)));
            }
            to++;
            return null;
        }

        void commit(long place, int bytes, long atMs) {
            batches.add(new long[] {positions[to - 1], place, bytes});
            Arrays.fill(times, whole, to, atMs);
            whole = to;
        }

        /** Applies records whatever their positions: they are those of a snapshot section. */
        void commitSnapshot(LogContents contents, LogFile file, long atMs) {
            Arrays.fill(times, whole, to, atMs);
            whole = to;
            while (from < whole) {
                applyFirst(contents, file);
            }
            if (snapshotEpochs != null) {
                contents.epochs(snapshotEpochs);
                snapshotEpochs = null;
            }
            from = 0;
            whole = 0;
            to = 0;
        }

        /** Applies the records of whole batches up to a position. */
        void apply(LogContents contents, LogFile file, long upTo) {
            while (from < whole && positions[from] <= upTo) {
                long position = positions[from];
                applyFirst(contents, file);
                contents.appliedUpTo(position);
            }
            batches.removeIf(batch -> batch[0] <= upTo);
            if (from == to) {
                from = 0;
                whole = 0;
                to = 0;
            } else if (from > 1024 && from > to - from) {
                dropApplied();
            }
        }

        private void applyFirst(LogContents contents, LogFile file) {
            int i = from++;
            switch (types[i]) {
                case Layout.PUT ->
                    contents.applyPut(
                            keys[i],
                            new Location(file, positions[i], versions[i], places[i], lengths[i]),
                            requests[i],
                            times[i]);
                case Layout.DELETE ->
                    contents.applyDelete(keys[i], (flags[i] & Layout.FOUND) != 0, versions[i], requests[i], times[i]);
                default -> {
                    if (others[i] != null) {
                        contents.applyOther(others[i]);
                    }
                }
            }
        }

        private void dropApplied() {
            for (Object array :
                    new Object[] {types, flags, keys, positions, versions, places, lengths, times, requests, others}) {
                System.arraycopy(array, from, array, 0, to - from);
            }
            whole -= from;
            to -= from;
            from = 0;
        }

        /** Reads the batches that are not applied once more, now with their values. */
        void loadPending(LogContents contents, LogFile file) throws IOException {
            BatchParser parser = new BatchParser();
            for (long[] batch : batches) {
                ByteBuffer bytes = ByteBuffer.allocate((int) batch[2]);
                file.read(bytes, batch[1]);
                try {
                    Batch parsed = parser.parse(bytes, 0, bytes.capacity()).get(0);
                    contents.addPending(new LogContents.Pending(parsed, file, batch[1]));
                } catch (MalformedBatchException e) {
                    throw new CorruptLogException(batch[1], e.getMessage());
                }
            }
        }

        private void grow() {
            int length = types.length * 2;
            types = Arrays.copyOf(types, length);
            flags = Arrays.copyOf(flags, length);
            keys = Arrays.copyOf(keys, length);
            positions = Arrays.copyOf(positions, length);
            versions = Arrays.copyOf(versions, length);
            places = Arrays.copyOf(places, length);
            lengths = Arrays.copyOf(lengths, length);
            times = Arrays.copyOf(times, length);
            requests = Arrays.copyOf(requests, length);
            others = Arrays.copyOf(others, length);
        }
    }
}
