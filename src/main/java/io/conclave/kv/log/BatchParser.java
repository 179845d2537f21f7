package io.conclave.kv.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** Reads and checks whole batches from bytes that another member sent, or from the end of this one's log. */
final class BatchParser {

    private final CRC32C crc = new CRC32C();
    private final CRC32C chain = new CRC32C();
    private final ByteBuffer chainLink = ByteBuffer.allocate(Integer.BYTES);
    private ByteBuffer buffer;
    private ByteBuffer view;

    /**
     * Reads all batches between two places of a buffer. They keep the buffer.
     *
     * @throws MalformedBatchException where these bytes are anything else than whole, sound batches
     */
    List<Batch> parse(ByteBuffer in, int begin, int end) {
        buffer = in;
        view = in.duplicate();
        List<Batch> batches = new ArrayList<>();
        int at = begin;
        while (at < end) {
            Batch batch = batch(at, end);
            batches.add(batch);
            at = batch.end();
        }
        return batches;
    }

    private Batch batch(int begin, int limit) {
        List<LogRecord> records = new ArrayList<>();
        int[] ends = new int[16];
        long first = 0;
        int at = begin;
        chain.reset();
        while (true) {
            int length = check(at, limit);
            byte type = buffer.get(at + Layout.TYPE);
            if (type == Layout.COMMIT) {
                return commit(begin, at, length, first, records, Arrays.copyOf(ends, records.size()));
            }
            long position = buffer.getLong(at + Layout.POSITION);
            first = records.isEmpty() ? position : first;
            require(position == first + records.size(), "positions do not follow each other");
            chain.update(chainLink.putInt(0, buffer.getInt(at)).array(), 0, Integer.BYTES);
            LogRecord before = records.isEmpty() ? null : records.get(records.size() - 1);
            records.add(record(buffer, at, length, before));
            if (records.size() > ends.length) {
                ends = Arrays.copyOf(ends, ends.length * 2);
            }
            at += length;
            ends[records.size() - 1] = at - begin;
        }
    }

    private Batch commit(int begin, int at, int length, long first, List<LogRecord> records, int[] ends) {
        require(length == Layout.COMMIT_BYTES, "a commit marker of another length");
        require(
                !records.isEmpty()
                        && buffer.getInt(at + Layout.COMMIT_COUNT) == records.size()
                        && buffer.getInt(at + Layout.COMMIT_RECORD_BYTES) == at - begin
                        && buffer.getInt(at + Layout.COMMIT_CHAIN) == (int) chain.getValue()
                        && buffer.getLong(at + Layout.VERSION) == first,
                "a commit marker that is not of the records before it");
        return new Batch(
                buffer,
                begin,
                at + length,
                first,
                buffer.getLong(at + Layout.COMMIT_EPOCH),
                buffer.getLong(at + Layout.COMMIT_AT),
                records,
                ends);
    }

    /** Checks that a whole, sound record begins here, and gives its length. */
    private int check(int at, int limit) {
        require(limit - at >= Layout.BODY, "a batch without an end");
        int length = buffer.getInt(at + Layout.LENGTH);
        require(length >= Layout.BODY && length <= Layout.MAX_RECORD_BYTES, "a record of " + length + " bytes");
        require(length <= limit - at, "a record without an end");
        crc.reset();
        crc.update(view.limit(at + length).position(at + Layout.LENGTH));
        require((int) crc.getValue() == buffer.getInt(at + Layout.CRC), "a record with a wrong CRC");
        return length;
    }

    /**
     * Makes the record of bytes whose CRC is right.
     *
     * @param before the record before it in its batch, or null
     * @throws MalformedBatchException where they make no sense nevertheless
     */
    static LogRecord record(ByteBuffer in, int at, int length, LogRecord before) {
        ByteBuffer body = in.duplicate().limit(at + length).position(at + Layout.BODY);
        byte flags = in.get(at + Layout.FLAGS);
        long version = in.getLong(at + Layout.VERSION);
        try {
            RequestIdentity request = request(body, flags, before);
            return switch (in.get(at + Layout.TYPE)) {
                case Layout.PUT -> new LogRecord.Put(key(in, at, body), rest(body), version, request);
                case Layout.DELETE ->
                    new LogRecord.Delete(key(in, at, body), version, (flags & Layout.FOUND) != 0, request);
                case Layout.EPOCH -> new LogRecord.Epoch(body.getLong(), body.getInt());
                case Layout.SESSION -> new LogRecord.Session(SessionRowFormat.get(body));
                case Layout.PURGE -> new LogRecord.Purge(arcs(body));
                case Layout.VERSION_FLOOR -> new LogRecord.VersionFloor(version);
                default -> throw new MalformedBatchException("a record of unknown type " + in.get(at + Layout.TYPE));
            };
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new MalformedBatchException("a record that makes no sense: " + e.getMessage());
        }
    }

    private static RequestIdentity request(ByteBuffer body, byte flags, LogRecord before) {
        if ((flags & Layout.HAS_REQUEST) != 0) {
            return new RequestIdentity(body.getLong(), body.getLong(), body.getLong());
        }
        if ((flags & Layout.SAME_REQUEST) == 0) {
            return null;
        }
        if (before instanceof LogRecord.Put put && put.request() != null) {
            return put.request();
        } else if (before instanceof LogRecord.Delete delete && delete.request() != null) {
            return delete.request();
        }
        throw new MalformedBatchException("a record that belongs to no request");
    }

    private static byte[] key(ByteBuffer in, int at, ByteBuffer body) {
        return bytes(body, Short.toUnsignedInt(in.getShort(at + Layout.KEY_LENGTH)));
    }

    private static byte[] rest(ByteBuffer body) {
        return bytes(body, body.remaining());
    }

    private static byte[] bytes(ByteBuffer body, int length) {
        if (length > body.remaining()) {
            throw new MalformedBatchException("a record with a key of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        body.get(bytes);
        return bytes;
    }

    private static List<Arc> arcs(ByteBuffer body) {
        int count = body.getInt();
        List<Arc> arcs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arcs.add(new Arc(Integer.toUnsignedLong(body.getInt()), Integer.toUnsignedLong(body.getInt())));
        }
        return arcs;
    }

    private static void require(boolean sound, String otherwise) {
        if (!sound) {
            throw new MalformedBatchException(otherwise);
        }
    }
}
