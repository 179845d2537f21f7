package io.conclave.kv.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Records that a scan has read and not applied: those of whole batches first, then those of the batch that is being
 * read. In arrays, since an object for each would cost more than to read it.
 */
final class StagedRecords {

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
            requests[to] = new RequestIdentity(in.getLong(keyAt - 24), in.getLong(keyAt - 16), in.getLong(keyAt - 8));
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
