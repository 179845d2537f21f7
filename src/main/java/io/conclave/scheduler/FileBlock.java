package io.conclave.scheduler;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Up to {@value #MOST} files in the order of their ids, in arrays of their own: 36 bytes and the name's bytes for each,
 * where an object for each would take a hundred more. An insertion or removal shifts what lies behind it, which in a
 * block of this size costs about as much as a cache miss or two.
 */
final class FileBlock {

    static final int MOST = 256;
    private static final int FIRST_PLACES = 8;

    private long[] high;
    private long[] low;
    private long[] sizeBytes;
    private long[] createdAtMs;
    /** Where each name ends in {@link #names}; it begins where the one before ends. */
    private int[] nameEnds;

    private byte[] names;
    private int count;

    FileBlock() {
        this(FIRST_PLACES, 0);
    }

    private FileBlock(int places, int nameBytes) {
        high = new long[places];
        low = new long[places];
        sizeBytes = new long[places];
        createdAtMs = new long[places];
        nameEnds = new int[places];
        names = new byte[nameBytes];
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count == MOST;
    }

    /** Orders the place's id against another one. */
    int compare(int place, long otherHigh, long otherLow) {
        int byHigh = Long.compareUnsigned(high[place], otherHigh);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low[place], otherLow);
    }

    /** The place of an id, or where it belongs as {@link Arrays#binarySearch(long[], long)} says it. */
    int find(long idHigh, long idLow) {
        int from = 0;
        int to = count - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = compare(middle, idHigh, idLow);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return -from - 1;
    }

    FileEntry get(int place) {
        int begin = nameBegin(place);
        String name = new String(names, begin, nameEnds[place] - begin, UTF_8);
        return new FileEntry(high[place], low[place], sizeBytes[place], createdAtMs[place], name);
    }

    private int nameBegin(int place) {
        return place == 0 ? 0 : nameEnds[place - 1];
    }

    /** Puts an entry before the one at a place; the block must not be full. */
    void insert(int place, FileEntry entry) {
        byte[] name = entry.name().getBytes(UTF_8);
        makeRoom(name.length);
        int begin = nameBegin(place);
        int used = nameBegin(count);
        System.arraycopy(names, begin, names, begin + name.length, used - begin);
        System.arraycopy(name, 0, names, begin, name.length);
        shift(place, place + 1, count - place);
        high[place] = entry.high();
        low[place] = entry.low();
        sizeBytes[place] = entry.sizeBytes();
        createdAtMs[place] = entry.createdAtMs();
        nameEnds[place] = begin;
        count++;
        for (int i = place; i < count; i++) {
            nameEnds[i] += name.length;
        }
    }

    private void makeRoom(int nameBytes) {
        if (count == high.length) {
            int places = Math.min(MOST, 2 * count);
            high = Arrays.copyOf(high, places);
            low = Arrays.copyOf(low, places);
            sizeBytes = Arrays.copyOf(sizeBytes, places);
            createdAtMs = Arrays.copyOf(createdAtMs, places);
            nameEnds = Arrays.copyOf(nameEnds, places);
        }
        int needed = nameBegin(count) + nameBytes;
        if (needed > names.length) {
            names = Arrays.copyOf(names, Math.max(needed, names.length + names.length / 4));
        }
    }

    private void shift(int from, int to, int length) {
        System.arraycopy(high, from, high, to, length);
        System.arraycopy(low, from, low, to, length);
        System.arraycopy(sizeBytes, from, sizeBytes, to, length);
        System.arraycopy(createdAtMs, from, createdAtMs, to, length);
        System.arraycopy(nameEnds, from, nameEnds, to, length);
    }

    FileEntry remove(int place) {
        FileEntry removed = get(place);
        int begin = nameBegin(place);
        int nameBytes = nameEnds[place] - begin;
        int used = nameBegin(count);
        System.arraycopy(names, begin + nameBytes, names, begin, used - begin - nameBytes);
        shift(place + 1, place, count - place - 1);
        count--;
        for (int i = place; i < count; i++) {
            nameEnds[i] -= nameBytes;
        }
        return removed;
    }

    /** Takes the upper half out into a block of its own. */
    FileBlock split() {
        int half = count / 2;
        FileBlock upper = copy(half, count);
        FileBlock lower = copy(0, half);
        become(lower);
        return upper;
    }

    /** Takes in a block whose ids are all higher; both together must not be more than {@value #MOST}. */
    void append(FileBlock higher) {
        FileBlock both = new FileBlock(count + higher.count, nameBegin(count) + higher.nameBegin(higher.count));
        both.take(this, 0, count);
        both.take(higher, 0, higher.count);
        become(both);
    }

    /** Gives back the room that the arrays have beyond what is in them. */
    void trim() {
        become(copy(0, count));
    }

    private FileBlock copy(int from, int to) {
        FileBlock copy = new FileBlock(Math.max(1, to - from), nameBegin(to) - nameBegin(from));
        copy.take(this, from, to);
        return copy;
    }

    private void take(FileBlock other, int from, int to) {
        int length = to - from;
        System.arraycopy(other.high, from, high, count, length);
        System.arraycopy(other.low, from, low, count, length);
        System.arraycopy(other.sizeBytes, from, sizeBytes, count, length);
        System.arraycopy(other.createdAtMs, from, createdAtMs, count, length);
        int begin = other.nameBegin(from);
        int used = nameBegin(count);
        System.arraycopy(other.names, begin, names, used, other.nameBegin(to) - begin);
        for (int i = 0; i < length; i++) {
            nameEnds[count + i] = other.nameEnds[from + i] - begin + used;
        }
        count += length;
    }

    private void become(FileBlock other) {
        high = other.high;
        low = other.low;
        sizeBytes = other.sizeBytes;
        createdAtMs = other.createdAtMs;
        nameEnds = other.nameEnds;
        names = other.names;
        count = other.count;
    }
}
