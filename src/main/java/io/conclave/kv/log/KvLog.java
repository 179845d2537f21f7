package io.conclave.kv.log;

import io.conclave.kv.log.LogContents.End;
import io.conclave.kv.log.LogContents.Pending;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One member's log, and the keys that it comes to.
 *
 * <p>A record passes three states: it is appended, then durable once a sync is done, then applied once the owner knows
 * that it is committed; only what is applied is read. Methods are for the log thread, one at a time, unless they are
 * said to be for any thread. No thread that calls it may be interrupted: the JDK closes a file whose reader is.
 *
 * <p>Where the log is {@link #damage damaged}, each method that would use what is in it throws that; to
 * {@link #install} a snapshot makes it whole again.
 */
public final class KvLog implements AutoCloseable {

    static final String LOG = "log";
    private static final int MIN_STAGING_BYTES = 1 << 20;
    /** So many bytes may be written in vain before a compaction is worth its while. */
    private static final long COMPACTION_SLACK_BYTES = 16 << 20;

    private final LogSettings settings;
    private final LogFolder folder;
    private final LogFileSystem files;
    private final FailPoints failPoints;
    private final ValueCache cache;
    private final KeyReader reader;
    private final BatchParser parser = new BatchParser();
    private final long cutBytes;
    private ByteBuffer staging = ByteBuffer.allocateDirect(0);
    private Object logKey;
    private long promised;
    private final LogWriter writer;
    private long compactions;
    private volatile Compaction compaction;
    private volatile LogContents contents;
    private volatile CorruptLogException damage;

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
        this.reader = new KeyReader(() -> sound().index(), cache);
        this.contents = start.contents();
        this.damage = start.damage();
        this.cutBytes = start.cutBytes();
        this.promised = promised;
        this.logKey = LogFolder.key(folder.file(LOG));
        long durable = contents == null ? 0 : contents.end().position();
        this.writer = new LogWriter(settings.fsync(), failPoints, durable);
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
        return writer.unwritable();
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
            staging = ByteBuffer.allocateDirect(Math.max(bytes, MIN_STAGING_BYTES));
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
        writer.requireWritable();
        requireNext(into, batches);
        writer.write(into, buffer, begin, end, batches);
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

    /**
     * Makes all that was appended durable.
     *
     * @throws UnwritableLogException where it failed: what is on the disk is unknown then, and the log takes no writes
     *     any more
     */
    public void sync() throws IOException {
        writer.sync(sound().end());
    }

    /**
     * Tries whether there is room again, where that was the reason why the log took no writes.
     *
     * @return whether the log takes writes
     */
    public boolean probe() throws IOException {
        return damage == null
                ? writer.probe(contents.end())
                : writer.unwritable().isEmpty();
    }

    /**
     * Takes all records up to this position, which are committed, into what is read.
     *
     * @param upTo beyond the log's end: all that there is
     * @param told of each of them
     */
    public void apply(long upTo, AppliedRecords told) throws IOException {
        sound().apply(upTo, cache, told);
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
        writer.requireWritable();
        Pending first = of.pending().stream()
                .filter(waiting -> waiting.batch().lastPosition() > position)
                .findFirst()
                .orElse(null);
        if (first == null) {
            return lastPosition();
        }
        cancelCompaction();
        End before = of.end();
        writer.cut(before.file(), first.place());
        long last = first.batch().firstPosition() - 1;
        before.batches().truncateFrom(first.place());
        of.endsAt(new End(before.file(), before.batches(), first.place(), last));
        of.truncated(last);
        writer.endsAt(last);
        return last;
    }

    // Where it stands

    /** The position of the last record that is appended. For any thread. */
    public long lastPosition() throws IOException {
        return sound().end().position();
    }

    /** The position of the last record that is on the disk. For any thread. */
    public long durablePosition() {
        return writer.durable();
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

    /** The highest version that is applied: a tail that is cut off yet may have higher ones. */
    public long appliedVersion() throws IOException {
        return sound().appliedVersion();
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

    /**
     * What has become of the folder or the log's file behind the process' back; empty where all is as it was. To be
     * called each second or so: where nothing was written meanwhile, it also notes in the file what is durable, so that
     * damage to the last batches is told from a crash.
     */
    public Optional<String> check() throws IOException {
        if (damage == null && writer.unwritable().isEmpty()) {
            writer.mark(contents);
        }
        return folder.problem(folder.file(LOG), logKey);
    }

    /** How the log is. */
    public LogFigures figures() throws IOException {
        LogContents of = sound();
        return new LogFigures(
                of.index().count(),
                of.end().place(),
                of.index().liveBytes(),
                writer.syncs(),
                writer.syncedRecords(),
                cutBytes,
                compactions);
    }

    // Reading

    /** The version of a key, 0 where there is none. For any thread; never waits for the disk. */
    public long version(byte[] key) throws IOException {
        Location at = sound().index().get(key);
        return at == null ? 0 : at.version();
    }

    /** Looks a key up. For any thread; never waits for the disk. */
    public Lookup lookup(byte[] key) throws IOException {
        return reader.lookup(key);
    }

    /**
     * Reads what was looked up, or, where the key was changed meanwhile, what it is now. For any thread; waits for the
     * disk.
     *
     * @throws CorruptLogException where the disk does not give what was written
     */
    public Lookup load(Lookup.OnDisk found) throws IOException {
        return noticing(() -> reader.load(found.key(), found.location()));
    }

    /** Reads a key's value. For any thread; may wait for the disk. */
    public Lookup read(byte[] key) throws IOException {
        Lookup found = lookup(key);
        return found instanceof Lookup.OnDisk onDisk ? load(onDisk) : found;
    }

    /**
     * Lists keys in the order of their bytes. For any thread; may wait for the disk. It is no snapshot: of keys that
     * are written meanwhile some may be seen as before and others as after.
     *
     * @param prefix that they begin with; empty for all
     * @param after only keys above this one; empty for all
     * @param limit the most rows to list
     * @param maxBytes ends the page, after at least one row, once keys and values have so many bytes
     */
    public ScanPage scan(byte[] prefix, byte[] after, int limit, boolean keysOnly, long maxBytes) throws IOException {
        return noticing(() -> reader.scan(prefix, after, limit, keysOnly, maxBytes));
    }

    /**
     * Lists keys on some arcs in the order of their bytes, with their values. For any thread; may wait for the disk.
     *
     * @param after only keys above this one; empty for all
     */
    public ScanPage scanArcs(List<Arc> arcs, byte[] after, int limit, long maxBytes) throws IOException {
        return noticing(() -> reader.scanArcs(arcs, after, limit, maxBytes));
    }

    /** Reads something, and remembers where that finds damage. */
    private <T> T noticing(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (CorruptLogException e) {
            damaged(e);
            throw e;
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    /**
     * Reads the records after a position, as they are sent to a standby. For any thread.
     *
     * @param after a position at which a batch ends
     */
    public LogCursor cursor(long after) {
        return new LogCursor(this, after);
    }

    /** Begins to send the state at the last applied position to another member. */
    public Snapshot snapshot() throws IOException {
        LogContents of = sound();
        LogFile file = of.end().file();
        if (!file.acquire()) {
            throw new IOException("the log is closed");
        }
        Pending first = of.pending().peek();
        long position = first == null ? of.applied() : first.batch().firstPosition() - 1;
        return new Snapshot(file, position, of.appliedPlace());
    }

    /**
     * Begins to receive a snapshot that is to take the place of this log, damaged or not. On any thread, one at a time.
     */
    public Installation install() throws IOException {
        writer.requireWritable();
        return new Installation(this, folder.file(LogStart.RECEIVED_LOG), files, failPoints);
    }

    /** Whether the log is so much longer than what is in it that a compaction is worth its while. */
    public boolean isCompactionDue() throws IOException {
        LogContents of = sound();
        return of.end().place() > 2 * of.compactBytes() + COMPACTION_SLACK_BYTES;
    }

    /**
     * Begins a compaction; see there for how to go on. Only one at a time.
     *
     * @throws IllegalStateException where one is under way, or a batch is applied in part
     */
    public Compaction compact() throws IOException {
        LogContents of = sound();
        if (compaction != null || of.isWithinBatch()) {
            throw new IllegalStateException("the log cannot be compacted at this moment");
        }
        compaction = new Compaction(this, of, identity(), folder.file(LogStart.COMPACTED_LOG), files, failPoints);
        return compaction;
    }

    LogIdentity identity() {
        return settings.identity();
    }

    ValueCache cache() {
        return cache;
    }

    End end() throws IOException {
        return sound().end();
    }

    /** A compaction's file takes the place of the log's. */
    void swapped(Path beside, Runnable takeOver) throws IOException {
        writer.requireSyncable();
        files.rename(beside, folder.file(LOG));
        takeOver.run();
        named(FailPoint.COMPACTION_RENAMED);
        failPoints.reached(FailPoint.COMPACTION_NAMED);
        compactions++;
    }

    /** A snapshot that was received takes the place of the log. */
    void replace(LogContents received, Path beside) throws IOException {
        writer.requireWritable();
        cancelCompaction();
        files.rename(beside, folder.file(LOG));
        LogContents before = contents;
        contents = received;
        damage = null;
        named(FailPoint.INSTALL_RENAMED);
        if (before != null) {
            before.end().file().release();
        }
    }

    /** The log's file is another one, and its end is on the disk; now its name shall be too. */
    private void named(FailPoint point) throws IOException {
        logKey = LogFolder.key(folder.file(LOG));
        failPoints.reached(point);
        try {
            folder.syncNames();
        } catch (IOException e) {
            throw writer.syncFailed(e);
        }
        writer.goOnIn(contents.end());
    }

    void compactionEnds(Compaction ended) {
        if (compaction == ended) {
            compaction = null;
        }
    }

    private void cancelCompaction() {
        Compaction running = compaction;
        if (running != null) {
            running.cancel();
        }
    }

    /** The log is damaged, as a reading found. For any thread. */
    void damaged(CorruptLogException found) {
        damage = found;
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
        cancelCompaction();
        try {
            if (damage == null && writer.unwritable().isEmpty()) {
                sync();
                writer.mark(contents);
                End end = contents.end();
                end.file().channel().truncate(end.place());
                writer.syncFile(end.file());
            }
            if (contents != null) {
                contents.end().file().release();
            }
        } finally {
            folder.close();
        }
    }
}
