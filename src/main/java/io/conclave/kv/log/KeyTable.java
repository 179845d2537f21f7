package io.conclave.kv.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;

/**
 * A hash table of keys with open addressing, written by one thread and read by any without a lock. It consists of many
 * small tables, so that none takes long to be made larger. The hash begins with a random number, so that nobody can
 * choose keys that collide.
 */
final class KeyTable {

    private static final int TABLES = 256;
    private static final int TABLE_SHIFT = Long.SIZE - 8;
    private static final int FIRST_SLOTS = 16;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long seed = new SecureRandom().nextLong();
    private final Table[] tables = new Table[TABLES];

    KeyTable() {
        for (int i = 0; i < TABLES; i++) {
            tables[i] = new Table();
        }
    }

    /** A key, and where its value is: null where the key was removed. */
    static final class Entry {

        private static final AtomicReferenceFieldUpdater<Entry, Location> LOCATION =
                AtomicReferenceFieldUpdater.newUpdater(Entry.class, Location.class, "location");

        private final byte[] key;
        private final long hash;
        private volatile Location location;

        Entry(byte[] key, long hash) {
            this.key = key;
            this.hash = hash;
        }

        byte[] key() {
            return key;
        }

        Location location() {
            return location;
        }

        void set(Location to) {
            LOCATION.lazySet(this, to);
        }

        void replace(Location from, Location to) {
            LOCATION.compareAndSet(this, from, to);
        }
    }

    /** The key's entry, or null. For any thread. */
    Entry get(byte[] key) {
        long hash = hash(key);
        return table(hash).get(key, hash);
    }

    /** The key's entry, which is made where there is none. */
    Entry getOrAdd(byte[] key) {
        long hash = hash(key);
        return table(hash).getOrAdd(key, hash);
    }

    /** Removes an entry's key. */
    void remove(Entry entry) {
        entry.set(null);
        table(entry.hash).removed();
    }

    /** Gives all entries, those of removed keys too. For any thread. */
    void forEach(Consumer<Entry> action) {
        for (Table table : tables) {
            table.forEach(action);
        }
    }

    private Table table(long hash) {
        return tables[(int) (hash >>> TABLE_SHIFT)];
    }

    private long hash(byte[] key) {
        long hash = seed ^ key.length;
        int at = 0;
        for (; at + Long.BYTES <= key.length; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONGS.get(key, at));
        }
        long rest = 0;
        for (; at < key.length; at++) {
            rest = rest << 8 | key[at] & 0xFF;
        }
        return mix(mix(hash ^ rest));
    }

    private static long mix(long bits) {
        long product = bits * MULTIPLIER;
        return product ^ product >>> 32;
    }

    /** Slots, of which at most two thirds are taken. */
    private static final class Table {

        private volatile AtomicReferenceArray<Entry> slots = new AtomicReferenceArray<>(FIRST_SLOTS);
        private int taken;
        private int removed;

        Entry get(byte[] key, long hash) {
            AtomicReferenceArray<Entry> in = slots;
            int mask = in.length() - 1;
            for (int at = (int) hash & mask; ; at = at + 1 & mask) {
                Entry entry = in.getAcquire(at);
                if (entry == null || entry.hash == hash && Arrays.equals(entry.key, key)) {
                    return entry;
                }
            }
        }

        Entry getOrAdd(byte[] key, long hash) {
            Entry found = get(key, hash);
            if (found != null) {
                if (found.location == null) {
                    removed--;
                }
                return found;
            }
            if (taken >= slots.length() / 3 * 2) {
                makeRoom();
            }
            Entry added = new Entry(key, hash);
            add(slots, added);
            taken++;
            return added;
        }

        void removed() {
            removed++;
        }

        /** Makes the slots anew without removed keys, and twice as many where that leaves more than a third taken. */
        private void makeRoom() {
            AtomicReferenceArray<Entry> from = slots;
            int length = taken - removed > from.length() / 3 ? from.length() * 2 : from.length();
            AtomicReferenceArray<Entry> to = new AtomicReferenceArray<>(length);
            taken = 0;
            for (int i = 0; i < from.length(); i++) {
                Entry entry = from.getPlain(i);
                if (entry != null && entry.location != null) {
                    add(to, entry);
                    taken++;
                }
            }
            removed = 0;
            slots = to;
        }

        private static void add(AtomicReferenceArray<Entry> to, Entry entry) {
            int mask = to.length() - 1;
            int at = (int) entry.hash & mask;
            while (to.getPlain(at) != null) {
                at = at + 1 & mask;
            }
            to.setRelease(at, entry);
        }

        void forEach(Consumer<Entry> action) {
            AtomicReferenceArray<Entry> in = slots;
            for (int i = 0; i < in.length(); i++) {
                Entry entry = in.getAcquire(i);
                if (entry != null) {
                    action.accept(entry);
                }
            }
        }
    }
}
