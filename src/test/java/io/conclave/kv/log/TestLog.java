package io.conclave.kv.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A log in a test's folder, with what a primary does in one call. */
final class TestLog implements AutoCloseable {

    static final LogIdentity IDENTITY = new LogIdentity("cluster-of-the-test", "g1", 1);
    static final long AT_MS = 1_700_000_000_000L;

    private BatchEncoder encoder;
    private final KvLog log;
    private long epoch = 1;

    TestLog(KvLog log) {
        this.log = log;
    }

    static TestLog open(Path folder) throws IOException {
        return open(folder, LogFileSystem.DISK, FailPoints.OFF);
    }

    static TestLog open(Path folder, LogFileSystem files, FailPoints failPoints) throws IOException {
        return new TestLog(KvLog.open(new LogSettings(folder, IDENTITY, true, 1 << 20), files, failPoints));
    }

    KvLog log() {
        return log;
    }

    /** The epoch of what is written from now on. */
    void epoch(long of) {
        epoch = of;
    }

    static LogRecord.Put put(String key, String value, long version) {
        return new LogRecord.Put(bytes(key), bytes(value), version, null);
    }

    static LogRecord.Delete delete(String key, long version) {
        return new LogRecord.Delete(bytes(key), version, true, null);
    }

    Batch encode(LogRecord... records) throws IOException {
        encoder = encoder == null ? new BatchEncoder() : encoder;
        encoder.begin(log.lastPosition() + 1, epoch, AT_MS);
        for (LogRecord record : records) {
            encoder.add(record);
        }
        return encoder.finish();
    }

    /** Writes a batch, and gives a copy of its bytes. */
    ByteBuffer append(LogRecord... records) throws IOException {
        Batch batch = encode(records);
        ByteBuffer copy = ByteBuffer.allocate(batch.length()).put(batch.bytes()).flip();
        log.append(batch);
        return copy;
    }

    /** Writes a batch, syncs it and applies it. */
    void commit(LogRecord... records) throws IOException {
        append(records);
        log.sync();
        log.apply(log.lastPosition(), AppliedRecords.NOBODY);
    }

    /** Writes a key in a batch of its own, and all is committed. */
    void commit(String key, String value) throws IOException {
        commit(put(key, value, log.lastVersion() + 1));
    }

    /** A key's value, or null. */
    String get(String key) throws IOException {
        return log.read(bytes(key)) instanceof Lookup.Present present ? new String(present.value(), UTF_8) : null;
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
