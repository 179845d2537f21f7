package io.conclave.kv.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.CRC32C;

/** Reads keys and their values, from any thread. What it reads from the disk it checks, and then keeps in the cache. */
final class KeyReader {

    /** Gives what is in the log now, which another file or a snapshot may replace. */
    @FunctionalInterface
    interface Source {
        /**
         * The index.
         *
         * @throws CorruptLogException where the log is damaged
         */
        Index index() throws CorruptLogException;
    }

    private final Source source;
    private final ValueCache cache;

    KeyReader(Source source, ValueCache cache) {
        this.source = source;
        this.cache = cache;
    }

    Lookup lookup(byte[] key) throws IOException {
        Location at = source.index().get(key);
        if (at == null) {
            return new Lookup.Absent();
        }
        byte[] value = cache.get(at.position());
        return value == null ? new Lookup.OnDisk(key, at) : new Lookup.Present(value, at.version());
    }

    Lookup load(byte[] key, Location found) throws IOException {
        Location at = found;
        while (true) {
            byte[] value = cache.get(at.position());
            if (value != null) {
                return new Lookup.Present(value, at.version());
            }
            value = read(key, at);
            if (value != null) {
                cache.put(at.position(), value);
                return new Lookup.Present(value, at.version());
            }
            at = source.index().get(key);
            if (at == null) {
                return new Lookup.Absent();
            }
        }
    }

    /** Reads a value from the file; null where the file is closed, since another one took its place. */
    private static byte[] read(byte[] key, Location at) throws IOException {
        if (!at.file().acquire()) {
            return null;
        }
        try {
            ByteBuffer record = ByteBuffer.allocate(at.length());
            at.file().read(record, at.at());
            return value(key, at, record.array());
        } finally {
            at.file().release();
        }
    }

    private static byte[] value(byte[] key, Location at, byte[] record) throws CorruptLogException {
        CRC32C crc = new CRC32C();
        crc.update(record, Layout.LENGTH, record.length - Layout.LENGTH);
        ByteBuffer in = ByteBuffer.wrap(record);
        int request = (record[Layout.FLAGS] & Layout.HAS_REQUEST) != 0 ? Layout.REQUEST_BYTES : 0;
        int keyAt = Layout.BODY + request;
        int valueAt = keyAt + key.length;
        if (in.getInt(Layout.CRC) != (int) crc.getValue()
                || valueAt > record.length
                || !Arrays.equals(record, keyAt, valueAt, key, 0, key.length)) {
            throw new CorruptLogException(at.at(), "a value is no longer what was written");
        }
        return Arrays.copyOfRange(record, valueAt, record.length);
    }

    ScanPage scan(byte[] prefix, byte[] after, int limit, boolean keysOnly, long maxBytes) throws IOException {
        boolean fromPrefix = Arrays.compareUnsigned(prefix, after) > 0;
        Iterable<byte[]> keys = source.index().from(fromPrefix ? prefix : after, fromPrefix);
        return page(keys, key -> startsWith(key, prefix), key -> true, new Page(limit, keysOnly, maxBytes));
    }

    ScanPage scanArcs(List<Arc> arcs, byte[] after, int limit, long maxBytes) throws IOException {
        Iterable<byte[]> keys = source.index().from(after, false);
        Predicate<byte[]> onArcs = key -> {
            long place = Arc.place(key);
            return arcs.stream().anyMatch(arc -> arc.contains(place));
        };
        return page(keys, key -> true, onArcs, new Page(limit, false, maxBytes));
    }

    private ScanPage page(Iterable<byte[]> keys, Predicate<byte[]> within, Predicate<byte[]> chosen, Page page)
            throws IOException {
        for (byte[] key : keys) {
            if (!within.test(key)) {
                break;
            }
            if (!chosen.test(key)) {
                continue;
            }
            if (page.isFull()) {
                return new ScanPage(page.rows, true);
            }
            Location at = source.index().get(key);
            if (at == null) {
                continue;
            }
            if (page.keysOnly) {
                page.add(new ScanPage.Row(key, null, at.version()), key.length);
            } else if (load(key, at) instanceof Lookup.Present present) {
                byte[] value = present.value();
                page.add(new ScanPage.Row(key, value, present.version()), key.length + value.length);
            }
        }
        return new ScanPage(page.rows, false);
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** A page that is being filled. */
    private static final class Page {

        private final List<ScanPage.Row> rows = new ArrayList<>();
        private final int limit;
        private final boolean keysOnly;
        private final long maxBytes;
        private long bytes;

        Page(int limit, boolean keysOnly, long maxBytes) {
            this.limit = limit;
            this.keysOnly = keysOnly;
            this.maxBytes = maxBytes;
        }

        void add(ScanPage.Row row, int length) {
            rows.add(row);
            bytes += length;
        }

        boolean isFull() {
            return rows.size() >= limit || bytes >= maxBytes;
        }
    }
}
