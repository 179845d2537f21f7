package io.conclave.kv.log;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/** Where the value of each key is, in the order of the keys' bytes (unsigned). Written by one thread, read by any. */
final class Index {

    private final ConcurrentSkipListMap<byte[], Location> keys = new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
    private volatile long count;
    private volatile long liveBytes;

    /** Where the key's value is, or null where there is no such key. */
    Location get(byte[] key) {
        return keys.get(key);
    }

    void put(byte[] key, Location to) {
        Location before = keys.put(key, to);
        grow(before == null ? 1 : 0, to.length() - (before == null ? 0 : before.length()));
    }

    void remove(byte[] key) {
        Location before = keys.remove(key);
        if (before != null) {
            grow(-1, -before.length());
        }
    }

    /** Removes all keys of which this holds, and gives their number. */
    long removeIf(Predicate<byte[]> doomed) {
        long before = count;
        keys.keySet().forEach(key -> {
            if (doomed.test(key)) {
                remove(key);
            }
        });
        return before - count;
    }

    /** Puts a key's new place in, where the old one still stands. For any thread. */
    boolean move(byte[] key, Location from, Location to) {
        return keys.replace(key, from, to);
    }

    /** All keys from this one on; what is written meanwhile may be seen or not. */
    NavigableMap<byte[], Location> from(byte[] key, boolean inclusive) {
        return keys.tailMap(key, inclusive);
    }

    /** All keys; what is written meanwhile may be seen or not. */
    Iterable<Map.Entry<byte[], Location>> all() {
        return keys.entrySet();
    }

    /** How many keys there are. */
    long count() {
        return count;
    }

    /** How many bytes of the log have the keys' values. */
    long liveBytes() {
        return liveBytes;
    }

    private void grow(int keysMore, int bytesMore) {
        count = count + keysMore; // one thread writes
        liveBytes = liveBytes + bytesMore;
    }
}
