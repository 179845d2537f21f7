package io.conclave.kv.replica;

import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.log.LogRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The last changes that were committed, in the order of their versions, bounded in number and bytes; kept by standbys
 * too, so that watches go on after a failover. Each watch is only a place in it, so that a watch that does not read
 * costs nothing. For the log thread.
 *
 * <p>A record of an arc that came from another group is no change: it has a version that is not above all before it,
 * which the records of a primary's own writes always are.
 */
final class ChangeHistory {

    private static final int MAX_CHANGES = 50_000;
    private static final long MAX_BYTES = 16 << 20;
    private static final int OVERHEAD_BYTES = 100;
    private static final int CHANGES_AT_ONCE = 256;
    private static final int SEEN_AT_ONCE = 4_096;

    private final ArrayDeque<Change> changes = new ArrayDeque<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private long bytes;
    /** All changes with higher versions are kept. */
    private long oldest;

    private long highest;
    private long ringVersion;

    /** A history that begins after a version; 0: that has all there ever was. */
    ChangeHistory(long after) {
        this.oldest = after;
        this.highest = after;
    }

    /** A record was applied. */
    void applied(LogRecord record) {
        if (record instanceof LogRecord.Put put) {
            add(put.key(), put.value(), put.version());
        } else if (record instanceof LogRecord.Delete delete) {
            add(delete.key(), delete.found() ? null : new byte[0], delete.version(), delete.found());
        } else if (record instanceof LogRecord.VersionFloor floor) {
            highest = Math.max(highest, floor.version());
        }
    }

    private void add(byte[] key, byte[] value, long version) {
        add(key, value, version, true);
    }

    private void add(byte[] key, byte[] value, long version, boolean changed) {
        if (version <= highest) {
            return;
        }
        highest = version;
        if (!changed) {
            return;
        }
        changes.add(new Change(key, value, version));
        bytes += size(key, value);
        while (changes.size() > MAX_CHANGES || bytes > MAX_BYTES) {
            Change gone = changes.poll();
            bytes -= size(gone.key(), gone.value());
            oldest = gone.version();
        }
    }

    private static long size(byte[] key, byte[] value) {
        return OVERHEAD_BYTES + key.length + (value == null ? 0 : value.length);
    }

    /** All before was replaced by a snapshot. */
    void beginAnew(long after) {
        changes.clear();
        bytes = 0;
        oldest = after;
        highest = after;
    }

    /** The ring that changes are told under from now on: watches that are at the end hear of it at once. */
    void ring(long version) {
        if (version != ringVersion) {
            ringVersion = version;
            tell();
        }
    }

    /** A watch begins. */
    void add(Watcher watcher, WatchQuery query) {
        long after = query.fromStart() ? 0 : query.afterVersion();
        if (!query.fromStart() && after == 0) {
            after = highest;
        } else if (after < oldest) {
            watcher.end(tooOld());
            return;
        }
        watcher.begin(after);
        watchers.add(watcher);
        tell(watcher);
    }

    void remove(Watcher watcher) {
        watchers.remove(watcher);
    }

    /** Tells those that are ready of what is new. */
    void tell() {
        if (!watchers.isEmpty()) {
            List.copyOf(watchers).forEach(this::tell);
        }
    }

    void tell(Watcher watcher) {
        if (!watcher.isReady() || watcher.told() >= highest && watcher.toldRing() == ringVersion) {
            return;
        }
        if (watcher.told() < oldest) {
            watchers.remove(watcher);
            watcher.end(KvException.of(KvReason.WATCH_TOO_SLOW, Map.of("count", changes.size())));
            return;
        }
        List<Change> matching = new ArrayList<>();
        long end = Math.max(highest, watcher.told());
        long upTo = end;
        int seen = 0;
        for (Iterator<Change> from = after(watcher.told()); from.hasNext(); ) {
            Change change = from.next();
            if (watcher.matches(change.key())) {
                matching.add(change);
            }
            if (matching.size() == CHANGES_AT_ONCE || ++seen == SEEN_AT_ONCE) {
                upTo = from.hasNext() ? change.version() : end;
                break;
            }
        }
        // A watch has come to a ring with the last change before it.
        watcher.tell(matching, upTo, upTo == end ? ringVersion : watcher.toldRing());
    }

    /** From the first change on that is above a version: watches are near the end, so it is looked for from there. */
    private Iterator<Change> after(long version) {
        ArrayDeque<Change> newer = new ArrayDeque<>();
        for (Iterator<Change> back = changes.descendingIterator(); back.hasNext(); ) {
            Change change = back.next();
            if (change.version() <= version) {
                break;
            }
            newer.addFirst(change);
        }
        return newer.iterator();
    }

    /** Ends all watches. */
    void endAll(KvException why) {
        watchers.forEach(watcher -> watcher.end(why));
        watchers.clear();
    }

    private KvException tooOld() {
        return KvException.of(KvReason.WATCH_TOO_OLD, Map.of("oldest", oldest));
    }

    /** Whether a key begins with a prefix. */
    static boolean begins(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
}
