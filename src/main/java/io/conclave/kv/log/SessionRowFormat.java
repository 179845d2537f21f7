package io.conclave.kv.log;

import io.conclave.kv.log.SessionRow.KeyResult;
import io.conclave.kv.log.SessionRow.Result;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A client's row as bytes: client u64, first incomplete u64, heard u64, number of results u32, and for each its number
 * u64, the number of its records u16 and for each of these u64, twice the version, and one more where the key was
 * found.
 */
final class SessionRowFormat {

    private static final int FIXED_BYTES = 28;
    private static final int FIXED_BYTES_A_RESULT = 10;
    private static final int MAX_KEYS = 0xFFFF;

    private SessionRowFormat() {}

    static int bytes(SessionRow row) {
        int bytes = FIXED_BYTES;
        for (Result result : row.results()) {
            bytes += bytes(result);
        }
        return bytes;
    }

    static int bytes(Result result) {
        return FIXED_BYTES_A_RESULT + Long.BYTES * result.keys().size();
    }

    static void put(SessionRow row, ByteBuffer out) {
        out.putLong(row.client()).putLong(row.firstIncomplete()).putLong(row.heardMs());
        out.putInt(row.results().size());
        for (Result result : row.results()) {
            if (result.keys().size() > MAX_KEYS) {
                throw new IllegalArgumentException("a call has " + result.keys().size() + " records");
            }
            out.putLong(result.number()).putShort((short) result.keys().size());
            for (KeyResult key : result.keys()) {
                out.putLong(key.version() << 1 | (key.found() ? 1 : 0));
            }
        }
    }

    /**
     * Reads a row.
     *
     * @throws BufferUnderflowException where there is less than a row
     */
    static SessionRow get(ByteBuffer in) {
        long client = in.getLong();
        long firstIncomplete = in.getLong();
        long heardMs = in.getLong();
        int count = in.getInt();
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long number = in.getLong();
            int keys = Short.toUnsignedInt(in.getShort());
            List<KeyResult> of = new ArrayList<>(keys);
            for (int k = 0; k < keys; k++) {
                long both = in.getLong();
                of.add(new KeyResult((both & 1) != 0, both >>> 1));
            }
            results.add(new Result(number, of));
        }
        return new SessionRow(client, firstIncomplete, heardMs, results);
    }
}
