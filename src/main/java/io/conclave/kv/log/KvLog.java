package io.conclave.kv.log;

import io.conclave.kv.log.LogContents.End;
import io.conclave.kv.log.LogContents.Pending;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.CRC32C;

/**
 * One member's log, and the keys that it comes to.
 *
 * <p>A record passes three states: it is appended, then durable once a sync is done, then applied once the owner knows
 * that it is committed; only what is applied is read. Methods are for the log thread, one at a time, unless they are
 * said to be for any thread. No thread that calls it may be interrupted: the JDK closes a file whose reader is.
 *
 * <p>Where the log is {@link #damage damaged}, each method that would use what is in it throws that.
 */
public final class KvLog implements AutoCloseable {

    static final String LOG = "log";
    private static final long ROOM_PROBED_BYTES = 1 << 20;

    private final LogSettings settings;
    private final LogFolder folder;
    private final LogFileSystem files;
    private final FailPoints failPoints;
    private final ValueCache cache;
    private final BatchParser parser = new BatchParser();
    private final long cutBytes;
    private ByteBuffer staging = ByteBuffer.allocateDirect(1 << 20);
    private Object logKey;
    private long promised;
    /** Whether something was written since the last sync mark. */
    private boolean windowOpen;

    private long syncs;
    private long syncedRecords;
    private volatile LogContents contents;
    private volatile long durable;
    private volatile CorruptLogException damage;
    private volatile UnwritableLogException unwritable;

    private KvLog(
            LogSettings settings,
            LogFolder folder,
            LogFileSystem files,
            FailPoints failPoints,
            LogStart start,
            long promised) {
        this.settings = settings;
        this.folder = folder;
        this.files = files;
        this.failPoints = failPoints;
        this.cache = new ValueCache(settings.cacheBytes());
        this.contents = start.contents();
        this.damage = start.damage();
        this.cutBytes = start.cutBytes();
        this.promised = promised;
        this.logKey = LogFolder.key(folder.file(LOG));
        this.durable = contents == null ? 0 : contents.end().position();
    }

    /**
     * Opens a member's log; makes it where there is none yet. Reads it all, checks it, cuts off what a crash left
     * unfinished at its end, and syncs it.
     *
     * @throws LogRefusedException where the folder is another's or in use
     * @throws IOException where a file cannot be read or written
     */
    public static KvLog open(LogSettings settings) throws IOException {
        return open(settings, LogFileSystem.DISK, FailPoints.OFF);
    }

    static KvLog open(LogSettings settings, LogFileSystem files, FailPoints failPoints) throws IOException {
        LogFolder folder = LogFolder.lock(settings.folder(), files, failPoints);
        try {
            Optional<LogIdentity> known = LogFolder.identity(settings.folder());
            if (known.isPresent() && !known.get().equals(settings.identity())) {
                throw new LogRefusedException("the folder " + settings.folder() + " belongs to " + known.get()
                        + ", and not to " + settings.identity());
            }
            LogStart start = LogStart.in(folder, settings.identity(), known.isEmpty(), files, failPoints);
            if (known.isEmpty()) {
                folder.writeIdentity(settings.identity());
            }
            return new KvLog(settings, folder, files, failPoints, start, folder.promise());
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** Whose folder this is, without opening it; empty where it is nobody's yet. */
    public static Optional<LogIdentity> identity(Path folder) throws IOException {
        return LogFolder.identity(folder);
    }

    /** How the log is damaged; empty where it is not. For any thread. */
    public Optional<CorruptLogException> damage() {
        return Optional.ofNullable(damage);
    }

    /** Why the log takes no writes; empty where it takes them. For any thread. */
    public Optional<UnwritableLogException> unwritable() {
        return Optional.ofNullable(unwritable);
    }

    // Writing

    /**
     * Writes a batch at the end. It is not durable before the next {@link #sync}.
     *
     * @throws UnwritableLogException where the log takes no writes, or there is no room: then nothing was written
     * @throws MalformedBatchException where the batch does not go on from the log's end
     */
    public void append(Batch batch) throws IOException {
        write(batch.buffer(), batch.begin(), batch.end(), List.of(batch));
    }

    /**
     * Checks and writes a run of batches that another member sent, all or none.
     *
     * @param run whole batches, as they stand in the other's log
     * @return the position of the last record
     * @throws MalformedBatchException where they are not sound, or do not go on from the log's end
     * @throws UnwritableLogException as for one batch
     */
    public long append(ByteBuffer run) throws IOException {
        int bytes = Layout.MARK_BYTES + run.remaining();
        if (staging.capacity() < bytes) {
            staging = ByteBuffer.allocateDirect(bytes);
        }
        staging.clear().position(Layout.MARK_BYTES).put(run.duplicate());
        List<Batch> batches = parser.parse(staging, Layout.MARK_BYTES, bytes);
        if (!batches.isEmpty()) {
            write(staging, Layout.MARK_BYTES, bytes, batches);
        }
        return lastPosition();
    }

    private void write(ByteBuffer buffer, int begin, int end, List<Batch> batches) throws IOException {
        LogContents into = sound();
        requireWritable();
        requireNext(into, batches);
        int from = begin;
        End at = into.end();
        if (!windowOpen) {
            from -= Layout.MARK_BYTES;
            long salt = at.file().head().salt();
            SyncMark.put(buffer, from, at.place(), salt, durable, into.applied());
        }
        failPoints.reached(FailPoint.APPENDING);
        writeAtEnd(at, buffer.duplicate().limit(end).position(from));
        failPoints.reached(FailPoint.APPENDED);
        into.skipped(begin - from);
        windowOpen = true;
        batches.forEach(into::appended);
    }

    private static void requireNext(LogContents into, List<Batch> batches) {
        long last = into.end().position();
        long epoch = into.epochs().last();
        for (Batch batch : batches) {
            if (batch.firstPosition() != last + 1 || batch.epoch() < epoch) {
                throw new MalformedBatchException("a batch at position " + batch.firstPosition() + " of epoch "
                        + batch.epoch() + " does not go on from position " + last + " of epoch " + epoch);
            }
            last = batch.lastPosition();
            epoch = batch.epoch();
        }
    }

    private void writeAtEnd(End at, ByteBuffer bytes) throws IOException {
        try {
            at.file().write(bytes, at.place());
        } catch (IOException e) {
            boolean full = NoRoom.isCauseOf(e);
            UnwritableLogException why = new UnwritableLogException(
                    full ? "there is no room on the disk" : "a write failed: " + e.getMessage(), !full, e);
            unwritable = why;
            if (full) {
                at.file().channel().truncate(at.place());
            }
            throw why;
        }
    }

    private void requireWritable() throws UnwritableLogException {
        UnwritableLogException why = unwritable;
        if (why != null) {
            throw new UnwritableLogException(why.getMessage(), why.isForGood(), why);
        }
    }

    /**
     * Makes all that was appended durable.
     *
     * @throws UnwritableLogException where it failed: what is on the disk is unknown then, and the log takes no writes
     *     any more
     */
    public void sync() throws IOException {
        End at = sound().end();
        if (at.position() == durable) {
            return;
        }
        requireSyncable();
        failPoints.reached(FailPoint.SYNCING);
        if (settings.fsync()) {
            syncFile(at.file());
        }
        failPoints.reached(FailPoint.SYNCED);
        syncs++;
        syncedRecords += at.position() - durable;
        durable = at.position();
        windowOpen = false;
    }

    private void requireSyncable() throws UnwritableLogException {
        if (unwritable != null && unwritable.isForGood()) {
            requireWritable();
        }
    }

    private void syncFile(LogFile file) throws UnwritableLogException {
        try {
            file.channel().sync();
        } catch (IOException e) {
            unwritable = new UnwritableLogException("a sync failed: " + e.getMessage(), true, e);
            throw unwritable;
        }
    }

    /**
     * Tries whether there is room again, where that was the reason why the log took no writes.
     *
     * @return whether the log takes writes
     */
    public boolean probe() throws IOException {
        if (unwritable == null) {
            return true;
        }
        if (unwritable.isForGood() || damage != null) {
            return false;
        }
        End at = contents.end();
        try {
            ByteBuffer zeros = ByteBuffer.allocate((int) ROOM_PROBED_BYTES);
            at.file().write(zeros, at.place());
            unwritable = null;
        } catch (IOException e) {
            if (!NoRoom.isCauseOf(e)) {
                unwritable = new UnwritableLogException("a write failed: " + e.getMessage(), true, e);
            }
        } finally {
            at.file().channel().truncate(at.place());
        }
        return unwritable == null;
    }

    /**
     * Takes all records up to this position, which are committed, into what is read.
     *
     * @param upTo beyond the log's end: all that there is
     * @param told of each of them
     */
    public void apply(long upTo, AppliedRecords told) throws IOException {
        LogContents into = sound();
        while (!into.pending().isEmpty() && into.pending().peek().batch().firstPosition() <= upTo) {
            Pending next = into.pending().peek();
            apply(into, next, upTo, told);
            if (next.batch().lastPosition() > upTo) {
                return;
            }
            into.pending().remove();
        }
    }

    private void apply(LogContents into, Pending from, long upTo, AppliedRecords told) {
        Batch batch = from.batch();
        long last = Math.min(upTo, batch.lastPosition());
        for (long position = Math.max(batch.firstPosition(), into.applied() + 1); position <= last; position++) {
            int i = (int) (position - batch.firstPosition());
            LogRecord record = batch.records().get(i);
            if (record instanceof LogRecord.Put put) {
                int begin = batch.recordBegin(i);
                Location to = new Location(
                        from.file(), position, put.version(), from.place() + begin, batch.recordEnd(i) - begin);
                cache.put(position, put.value());
                into.applyPut(put.key(), to, put.request(), batch.atMs());
            } else if (record instanceof LogRecord.Delete delete) {
                into.applyDelete(delete.key(), delete.found(), delete.version(), delete.request(), batch.atMs());
            } else {
                into.applyOther(record);
            }
            into.appliedUpTo(position);
            told.applied(position, batch, record);
        }
    }

    /**
     * Cuts off all after this position, which the group has not committed, and syncs that. Where the position is in the
     * middle of a batch, the whole batch goes.
     *
     * @return the log's last position
     */
    public long truncateAfter(long position) throws IOException {
        LogContents of = sound();
        if (position < of.applied()) {
            throw new IllegalArgumentException("positions up to " + of.applied() + " are committed, so that nothing can"
                    + " be cut after " + position);
        }
        requireWritable();
        Pending first = of.pending().stream()
                .filter(waiting -> waiting.batch().lastPosition() > position)
                .findFirst()
                .orElse(null);
        if (first == null) {
            return lastPosition();
        }
        End before = of.end();
        before.file().channel().truncate(first.place());
        failPoints.reached(FailPoint.TRUNCATED);
        syncFile(before.file());
        long last = first.batch().firstPosition() - 1;
        before.batches().truncateFrom(first.place());
        of.endsAt(new End(before.file(), before.batches(), first.place(), last));
        of.truncated(last);
        durable = Math.min(durable, last);
        return last;
    }

    // Where it stands

    /** The position of the last record that is appended. For any thread. */
    public long lastPosition() throws IOException {
        return sound().end().position();
    }

    /** The position of the last record that is on the disk. For any thread. */
    public long durablePosition() {
        return durable;
    }

    /** The position of the last record that is applied. For any thread. */
    public long appliedPosition() throws IOException {
        return sound().applied();
    }

    /** Records up to this position are not in the log one by one, but as a snapshot; 0: all are. For any thread. */
    public long basePosition() throws IOException {
        return sound().end().file().head().basePosition();
    }

    /** The highest version that was given. */
    public long lastVersion() throws IOException {
        return sound().lastVersion();
    }

    /** The epoch of the last record, 0 where there is none. */
    public long lastEpoch() throws IOException {
        return sound().epochs().last();
    }

    /** Where each epoch begins that is in the log, ascending. */
    public List<EpochStart> epochs() throws IOException {
        return sound().epochs().all();
    }

    /** What is known of the clients' calls that are applied. */
    public Sessions sessions() throws IOException {
        return sound().sessions();
    }

    /** The highest epoch that the member has promised itself to. */
    public long promisedEpoch() {
        return promised;
    }

    /** Promises never to follow an epoch below this one; on the disk when it returns. */
    public void promise(long epoch) throws IOException {
        if (epoch > promised) {
            folder.promise(epoch);
            promised = epoch;
        }
    }

    /** What has become of the folder or the log's file behind the process' back; empty where all is as it was. */
    public Optional<String> check() {
        return folder.problem(folder.file(LOG), logKey);
    }

    /** How the log is. */
    public LogFigures figures() throws IOException {
        LogContents of = sound();
        return new LogFigures(
                of.index().count(), of.end().place(), of.index().liveBytes(), syncs, syncedRecords, cutBytes, 0);
    }

    // Reading

    /** The version of a key, 0 where there is none. For any thread; never waits for the disk. */
    public long version(byte[] key) throws IOException {
        Location at = sound().index().get(key);
        return at == null ? 0 : at.version();
    }

    /** Looks a key up. For any thread; never waits for the disk. */
    public Lookup lookup(byte[] key) throws IOException {
        Location at = sound().index().get(key);
        if (at == null) {
            return new Lookup.Absent();
        }
        byte[] value = cache.get(at.position());
        return value == null ? new Lookup.OnDisk(key, at) : new Lookup.Present(value, at.version());
    }

    /**
     * Reads what was looked up, or, where the key was changed meanwhile, what it is now. For any thread; waits for the
     * disk.
     *
     * @throws CorruptLogException where the disk does not give what was written
     */
    public Lookup load(Lookup.OnDisk found) throws IOException {
        Location at = found.location();
        while (true) {
            byte[] value = cache.get(at.position());
            value = value == null ? read(found.key(), at) : value;
            if (value != null) {
                cache.put(at.position(), value);
                return new Lookup.Present(value, at.version());
            }
            at = sound().index().get(found.key());
            if (at == null) {
                return new Lookup.Absent();
            }
        }
    }

    /** Reads a key's value. For any thread; may wait for the disk. */
    public Lookup read(byte[] key) throws IOException {
        Lookup found = lookup(key);
        return found instanceof Lookup.OnDisk onDisk ? load(onDisk) : found;
    }

    /** Reads a value from the file; null where the file is closed, since it was replaced. */
    private byte[] read(byte[] key, Location at) throws IOException {
        if (!at.file().acquire()) {
            return null;
        }
        try {
            ByteBuffer record = ByteBuffer.allocate(at.length());
            at.file().read(record, at.at());
            return value(key, at, record.array());
        } catch (CorruptLogException e) {
            damage = e;
            throw e;
        } finally {
            at.file().release();
        }
    }

    private static byte[] value(byte[] key, Location at, byte[] record) throws CorruptLogException {
        CRC32C crc = new CRC32C();
        crc.update(record, Layout.LENGTH, record.length - Layout.LENGTH);
        ByteBuffer in = ByteBuffer.wrap(record);
        int keyAt = Layout.BODY;
        if ((record[Layout.FLAGS] & Layout.HAS_REQUEST) != 0) {
            keyAt += Layout.REQUEST_BYTES;
        }
        int valueAt = keyAt + key.length;
        if (in.getInt(Layout.CRC) != (int) crc.getValue()
                || valueAt > record.length
                || !Arrays.equals(record, keyAt, valueAt, key, 0, key.length)) {
            throw new CorruptLogException(at.at(), "a value is no longer what was written");
        }
        return Arrays.copyOfRange(record, valueAt, record.length);
    }

    /**
     * Lists keys in the order of their bytes. For any thread; may wait for the disk.
     *
     * @param prefix that they begin with; empty for all
     * @param after only keys above this one; empty for all
     * @param limit the most rows to list
     * @param maxBytes ends the page, after at least one row, once keys and values have so many bytes
     */
    public ScanPage scan(byte[] prefix, byte[] after, int limit, boolean keysOnly, long maxBytes) throws IOException {
        boolean fromPrefix = Arrays.compareUnsigned(prefix, after) > 0;
        Map<byte[], Location> keys = sound().index().from(fromPrefix ? prefix : after, fromPrefix);
        return page(keys, key -> startsWith(key, prefix), key -> true, limit, keysOnly, maxBytes);
    }

    /**
     * Lists keys on some arcs in the order of their bytes, with their values. For any thread; may wait for the disk.
     *
     * @param after only keys above this one; empty for all
     */
    public ScanPage scanArcs(List<Arc> arcs, byte[] after, int limit, long maxBytes) throws IOException {
        Map<byte[], Location> keys = sound().index().from(after, false);
        return page(keys, key -> true, key -> isOn(arcs, Arc.place(key)), limit, false, maxBytes);
    }

    private ScanPage page(
            Map<byte[], Location> keys,
            Predicate<byte[]> within,
            Predicate<byte[]> chosen,
            int limit,
            boolean keysOnly,
            long maxBytes)
            throws IOException {
        List<ScanPage.Row> rows = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<byte[], Location> entry : keys.entrySet()) {
            byte[] key = entry.getKey();
            if (!within.test(key)) {
                break;
            }
            if (!chosen.test(key)) {
                continue;
            }
            if (rows.size() == limit || bytes >= maxBytes) {
                return new ScanPage(rows, true);
            }
            ScanPage.Row row =
                    keysOnly ? new ScanPage.Row(key, null, entry.getValue().version()) : row(key, entry.getValue());
            if (row != null) {
                rows.add(row);
                bytes += key.length + (row.value() == null ? 0 : row.value().length);
            }
        }
        return new ScanPage(rows, false);
    }

    private ScanPage.Row row(byte[] key, Location at) throws IOException {
        return load(new Lookup.OnDisk(key, at)) instanceof Lookup.Present present
                ? new ScanPage.Row(key, present.value(), present.version())
                : null;
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static boolean isOn(List<Arc> arcs, long place) {
        return arcs.stream().anyMatch(arc -> arc.contains(place));
    }

    /**
     * Reads the records after a position, as they are sent to a standby. For any thread.
     *
     * @param after a position at which a batch ends
     */
    public LogCursor cursor(long after) {
        return new LogCursor(this, after);
    }

    End end() throws IOException {
        return sound().end();
    }

    private LogContents sound() throws CorruptLogException {
        CorruptLogException known = damage;
        if (known != null) {
            throw new CorruptLogException(known.at(), known.detail());
        }
        return contents;
    }

    /** Syncs what is appended, where that can be done, and lets go of the folder. */
    @Override
    public void close() throws IOException {
        try {
            if (damage == null && unwritable == null) {
                sync();
            }
            if (contents != null) {
                contents.end().file().release();
            }
        } finally {
            folder.close();
        }
    }
}
