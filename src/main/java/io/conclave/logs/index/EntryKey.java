package io.conclave.logs.index;

import io.conclave.logs.LogLevel;
import io.conclave.logs.LogService;
import java.time.Instant;

/**
 * The number of an entry. It rises with the time at which the entry was written, and tells by its lowest bits what the
 * entry is: so that a time range is a range of numbers, a page behind another begins below a number, and entries are
 * counted by level, service and node without looking at them.
 *
 * <pre>
 * 42 bits milliseconds since 1970 (to the year 2109) | 9 bits order within it | 7 bits node | 2 bits service | 3 bits level
 * </pre>
 */
final class EntryKey {

    /** The number of the last node that has one of its own; those beyond share {@link #FURTHER_NODES}. */
    static final int LAST_NODE = 126;

    /** What all nodes are that came after there were {@value #LAST_NODE}. */
    static final int FURTHER_NODES = 127;

    private static final int LEVEL_BITS = 3;
    private static final int SERVICE_BITS = 2;
    private static final int NODE_BITS = 7;
    private static final int KIND_BITS = LEVEL_BITS + SERVICE_BITS + NODE_BITS;
    private static final int ORDER_BITS = 9;
    private static final int TIME_SHIFT = KIND_BITS + ORDER_BITS;
    private static final long LAST_MS = (1L << 42) - 2;

    private EntryKey() {}

    /** What an entry is, in the lowest bits. */
    static int kind(LogService service, int node, LogLevel level) {
        return node << LEVEL_BITS + SERVICE_BITS | service.ordinal() << LEVEL_BITS | level.ordinal();
    }

    /** The number of an entry. */
    static long of(long epochMs, int order, int kind) {
        return clamped(epochMs) << TIME_SHIFT | (long) order << KIND_BITS | kind;
    }

    /** The lowest number that an entry of this millisecond can have. */
    static long first(Instant at) {
        return first(millis(at));
    }

    static long first(long epochMs) {
        return clamped(epochMs) << TIME_SHIFT;
    }

    static long epochMs(long key) {
        return key >>> TIME_SHIFT;
    }

    /** The place among those of its millisecond, from 0 to {@link #lastOrder()}. */
    static int order(long key) {
        return (int) (key >>> KIND_BITS) & lastOrder();
    }

    static int lastOrder() {
        return (1 << ORDER_BITS) - 1;
    }

    /** What an entry is, as {@link #kind(LogService, int, LogLevel)} gave it. */
    static int kind(long key) {
        return (int) key & (1 << KIND_BITS) - 1;
    }

    static LogLevel level(long key) {
        return LEVELS[(int) Math.min(key & (1 << LEVEL_BITS) - 1, LEVELS.length - 1)];
    }

    static LogService service(long key) {
        return SERVICES[(int) (key >>> LEVEL_BITS) & (1 << SERVICE_BITS) - 1];
    }

    static int node(long key) {
        return (int) (key >>> LEVEL_BITS + SERVICE_BITS) & (1 << NODE_BITS) - 1;
    }

    /** The milliseconds of a moment, as near as they can be told. */
    static long millis(Instant at) {
        try {
            return clamped(at.toEpochMilli());
        } catch (ArithmeticException beyond) {
            return at.isBefore(Instant.EPOCH) ? 0 : LAST_MS;
        }
    }

    private static long clamped(long epochMs) {
        return Math.max(0, Math.min(LAST_MS, epochMs));
    }

    private static final LogLevel[] LEVELS = LogLevel.values();
    private static final LogService[] SERVICES = LogService.values();
}
