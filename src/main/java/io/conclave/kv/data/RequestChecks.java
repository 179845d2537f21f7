package io.conclave.kv.data;

import com.google.protobuf.ByteString;
import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.replica.KeyWrite;
import io.conclave.kv.replica.RequestIdentity;
import io.conclave.kv.replica.ScanQuery;
import io.conclave.kv.replica.WatchQuery;
import io.conclave.kv.wire.BatchRequest;
import io.conclave.kv.wire.BatchWrite;
import io.conclave.kv.wire.RequestId;
import io.conclave.kv.wire.ScanRequest;
import io.conclave.kv.wire.WatchRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns what came over the wire into what a member takes, or refuses it: the message names the field, what it is, and
 * what is allowed. Pure.
 */
final class RequestChecks {

    private static final String KEY_ALLOWED = "1 to " + Limits.KEY_BYTES + " bytes are allowed";
    private static final String VALUE_ALLOWED = "0 to " + Limits.VALUE_BYTES + " bytes are allowed";

    private RequestChecks() {}

    /** The refusal of a field's value. */
    static KvException invalid(String field, String is, String allowed) {
        return KvException.of(KvReason.INVALID, Map.of("detail", field + " " + is + ", " + allowed));
    }

    static byte[] key(String field, ByteString key) {
        checkKeySize(field, key.size());
        return key.toByteArray();
    }

    static void checkKeySize(String field, int bytes) {
        if (bytes < 1 || bytes > Limits.KEY_BYTES) {
            throw invalid(field, "has " + bytes + " bytes", KEY_ALLOWED);
        }
    }

    static byte[] value(String field, ByteString value) {
        checkValueSize(field, value.size());
        return value.toByteArray();
    }

    static void checkValueSize(String field, int bytes) {
        if (bytes > Limits.VALUE_BYTES) {
            throw invalid(field, "has " + bytes + " bytes", VALUE_ALLOWED);
        }
    }

    /** A condition as a member takes it. */
    static long ifVersion(String field, boolean given, long version) {
        if (!given) {
            return KeyWrite.ANY;
        }
        checkUnsigned(field, version);
        return version;
    }

    /** The identity of a call; null where it has none. */
    static RequestIdentity identity(boolean given, RequestId id) {
        return given ? identity(id.getClient(), id.getNumber(), id.getFirstIncomplete()) : null;
    }

    static RequestIdentity identity(long client, long number, long firstIncomplete) {
        if (client == 0) {
            throw invalid("request_id.client", "is 0", "any other number is allowed");
        }
        if (number < 1) {
            throw invalid(
                    "request_id.number",
                    "is " + Long.toUnsignedString(number),
                    "1 to " + Long.MAX_VALUE + " is allowed");
        }
        if (firstIncomplete < 0 || firstIncomplete > number) {
            throw invalid(
                    "request_id.first_incomplete",
                    "is " + Long.toUnsignedString(firstIncomplete),
                    "up to request_id.number, which is " + number + ", is allowed");
        }
        return new RequestIdentity(client, number, firstIncomplete);
    }

    private static void checkUnsigned(String field, long version) {
        if (version < 0) {
            throw invalid(field, "is " + Long.toUnsignedString(version), "0 to " + Long.MAX_VALUE + " is allowed");
        }
    }

    static List<KeyWrite> batch(BatchRequest request) {
        int count = request.getWritesCount();
        if (count < 1 || count > Limits.BATCH_WRITES) {
            throw invalid("writes", "has " + count + " writes", "1 to " + Limits.BATCH_WRITES + " are allowed");
        }
        List<KeyWrite> writes = new ArrayList<>(count);
        Set<ByteString> keys = new HashSet<>();
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            BatchWrite write = request.getWrites(i);
            writes.add(batchWrite("writes[" + i + "]", write));
            bytes += write.getKey().size() + write.getValue().size();
            if (!keys.add(write.getKey())) {
                throw invalid("writes[" + i + "].key", "is there already", "each key once is allowed");
            }
        }
        if (bytes > Limits.BATCH_BYTES) {
            throw invalid(
                    "writes", "have " + bytes + " bytes together", "up to " + Limits.BATCH_BYTES + " are allowed");
        }
        return writes;
    }

    private static KeyWrite batchWrite(String field, BatchWrite write) {
        return new KeyWrite(
                key(field + ".key", write.getKey()),
                write.hasValue() ? value(field + ".value", write.getValue()) : null,
                ifVersion(field + ".if_version", write.hasIfVersion(), write.getIfVersion()));
    }

    static ScanQuery scan(ScanRequest request) {
        int limit = request.getLimit() == 0 ? Limits.USUAL_SCAN_KEYS : request.getLimit();
        if (limit < 1 || limit > Limits.SCAN_KEYS) {
            throw invalid(
                    "limit",
                    "is " + Integer.toUnsignedString(limit),
                    "1 to " + Limits.SCAN_KEYS + " is allowed, and 0 for " + Limits.USUAL_SCAN_KEYS);
        }
        return new ScanQuery(
                prefix("prefix", request.getPrefix()),
                prefix("after", request.getAfter()),
                limit,
                request.getKeysOnly());
    }

    static WatchQuery watch(WatchRequest request) {
        checkUnsigned("after_version", request.getAfterVersion());
        if (request.getFromStart() && request.getAfterVersion() != 0) {
            throw invalid("after_version", "is " + request.getAfterVersion(), "with from_start only 0 is allowed");
        }
        return new WatchQuery(prefix("prefix", request.getPrefix()), request.getAfterVersion(), request.getFromStart());
    }

    private static byte[] prefix(String field, ByteString prefix) {
        if (prefix.size() > Limits.KEY_BYTES) {
            throw invalid(field, "has " + prefix.size() + " bytes", "0 to " + Limits.KEY_BYTES + " bytes are allowed");
        }
        return prefix.toByteArray();
    }
}
