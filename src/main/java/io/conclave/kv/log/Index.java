package io.conclave.kv.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Where the value of each key is. Written by one thread, read by any.
 *
 * <p>Keys are found by their hash, which costs one miss of the processor's caches or two. Their order, which costs far
 * more, is made when somebody asks for it the first time, and kept from then on: a member that is never asked to list
 * keys starts faster and takes up less memory. It is made a few keys at a time, so that writes go on meanwhile.
 */
final class Index {

    private static final int KEYS_A_TURN = 256;

    private final KeyTable table = new KeyTable();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong liveBytes = new AtomicLong();
    /** Held while a key is brought into the order or out of it. */
    private final Object orderLock = new Object();

    private final Object makingOrder = new Object();
    /** Null until it begins to be made. */
    private NavigableSet<byte[]> growingOrder;
    /** Null until it is whole. */
    private volatile NavigableSet<byte[]> order;

    /** Where the key's value is, or null where there is no such key. */
    Location get(byte[] key) {
        KeyTable.Entry entry = table.get(key);
        return entry == null ? null : entry.location();
    }

    void put(byte[] key, Location to) {
        KeyTable.Entry entry = table.getOrAdd(key);
        Location before = entry.location();
        if (before == null) {
            synchronized (orderLock) {
                entry.set(to);
                if (growingOrder != null) {
                    growingOrder.add(entry.key());
                }
            }
            grow(1, to.length());
        } else {
            entry.set(to);
            grow(0, to.length() - before.length());
        }
    }

    void remove(byte[] key) {
        KeyTable.Entry entry = table.get(key);
        if (entry != null && entry.location() != null) {
            remove(entry);
        }
    }

    private void remove(KeyTable.Entry entry) {
        int length = entry.location().length();
        synchronized (orderLock) {
            table.remove(entry);
            if (growingOrder != null) {
                growingOrder.remove(entry.key());
            }
        }
        grow(-1, -length);
    }

    /** Removes all keys of which this holds. */
    void removeIf(Predicate<byte[]> doomed) {
        List<KeyTable.Entry> found = new ArrayList<>();
        table.forEach(entry -> {
            if (entry.location() != null && doomed.test(entry.key())) {
                found.add(entry);
            }
        });
        found.forEach(this::remove);
    }

    /** Puts a key's new place in, where the old one still stands. For any thread. */
    void move(byte[] key, Location from, Location to) {
        KeyTable.Entry entry = table.get(key);
        if (entry != null) {
            entry.replace(from, to);
        }
    }

    /** Puts new places in for all keys that are in a file. For any thread. */
    void moveAll(LogFile from, UnaryOperator<Location> moved) {
        table.forEach(entry -> {
            Location at = entry.location();
            if (at != null && at.file() == from) {
                entry.replace(at, moved.apply(at));
            }
        });
    }

    /**
     * All keys from this one on, in the order of their bytes (unsigned); what is written meanwhile may be seen or not.
     * The first call makes the order, which takes about a second for a million keys.
     */
    Iterable<byte[]> from(byte[] key, boolean inclusive) {
        if (order == null) {
            synchronized (makingOrder) {
                if (order == null) {
                    order = makeOrder();
                }
            }
        }
        return order.tailSet(key, inclusive);
    }

    private NavigableSet<byte[]> makeOrder() {
        NavigableSet<byte[]> growing = new ConcurrentSkipListSet<>(Arrays::compareUnsigned);
        synchronized (orderLock) {
            growingOrder = growing;
        }
        List<byte[]> keys = new ArrayList<>();
        table.forEach(entry -> keys.add(entry.key()));
        Collections.sort(keys, Arrays::compareUnsigned);
        for (int from = 0; from < keys.size(); from += KEYS_A_TURN) {
            synchronized (orderLock) {
                for (byte[] key : keys.subList(from, Math.min(keys.size(), from + KEYS_A_TURN))) {
                    if (get(key) != null) {
                        growing.add(key);
                    }
                }
            }
        }
        return growing;
    }

    /** How many keys there are. */
    long count() {
        return count.get();
    }

    /** How many bytes of the log have the keys' values. */
    long liveBytes() {
        return liveBytes.get();
    }

    private void grow(int keysMore, int bytesMore) {
        if (keysMore != 0) {
            count.lazySet(count.get() + keysMore);
        }
        liveBytes.lazySet(liveBytes.get() + bytesMore);
    }
}
