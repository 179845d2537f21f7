package io.conclave.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * A shelf against a tree of the library, over so many changes that its blocks are filled, split, joined and emptied.
 */
class FileShelfPropertyTest {

    private record Id(long high, long low) implements Comparable<Id> {
        @Override
        public int compareTo(Id other) {
            return Comparator.comparing(Id::high, Long::compareUnsigned)
                    .thenComparing(Id::low, Long::compareUnsigned)
                    .compare(this, other);
        }
    }

    private static FileEntry entry(Id id, Random random) {
        String name = "n\u6587\uD83D\uDCC4".repeat(random.nextInt(12));
        return new FileEntry(id.high(), id.low(), random.nextInt(5_000), random.nextLong(), name);
    }

    private static List<FileEntry> contents(FileShelf shelf) {
        List<FileEntry> contents = new ArrayList<>();
        shelf.newestFirst().forEachRemaining(contents::add);
        return contents;
    }

    /** All parts, where equality is that of the id alone. */
    private static String whole(FileEntry entry) {
        return entry == null ? "none" : entry.id() + entry.sizeBytes() + "/" + entry.createdAtMs() + entry.name();
    }

    private static void assertEqual(FileShelf shelf, TreeMap<Id, FileEntry> expected) {
        assertThat(shelf.files()).isEqualTo(expected.size());
        assertThat(shelf.bytes())
                .isEqualTo(expected.values().stream()
                        .mapToLong(FileEntry::sizeBytes)
                        .sum());
        assertThat(contents(shelf).stream().map(FileShelfPropertyTest::whole).toList())
                .isEqualTo(expected.descendingMap().values().stream()
                        .map(FileShelfPropertyTest::whole)
                        .toList());
    }

    @Property(tries = 30)
    void aShelfHoldsWhatATreeWouldHold(@ForAll long seed) {
        Random random = new Random(seed);
        FileShelf shelf = new FileShelf();
        TreeMap<Id, FileEntry> expected = new TreeMap<>();
        long rising = 0;
        for (int phase = 0; phase < 6; phase++) {
            double adds = phase % 2 == 0 ? 0.9 : 0.15;
            boolean inOrder = random.nextBoolean();
            for (int step = 0; step < 1_500; step++) {
                if (random.nextDouble() < adds || expected.isEmpty()) {
                    Id id = inOrder
                            ? new Id(++rising, random.nextLong())
                            : new Id(random.nextInt(40) - 20, random.nextInt(200) - 100);
                    FileEntry entry = entry(id, random);
                    shelf.add(entry);
                    expected.putIfAbsent(id, entry);
                } else {
                    Id near = new Id(random.nextLong(rising + 20) - 20, random.nextLong());
                    Id id = random.nextInt(10) == 0 ? near : expected.ceilingKey(near);
                    id = id == null ? expected.lastKey() : id;
                    assertThat(whole(shelf.remove(id.high(), id.low()))).isEqualTo(whole(expected.remove(id)));
                }
            }
            assertEqual(shelf, expected);
        }
        for (Id id : List.copyOf(expected.keySet())) {
            shelf.remove(id.high(), id.low());
        }
        assertEqual(shelf, new TreeMap<>());
    }

    @Test
    void anEmptyShelfHasNothingToGive() {
        Iterator<FileEntry> nothing = new FileShelf().newestFirst();
        assertThat(nothing.hasNext()).isFalse();
        assertThat(new FileShelf().remove(1, 1)).isNull();
        org.assertj.core.api.Assertions.assertThatThrownBy(nothing::next).isInstanceOf(NoSuchElementException.class);
    }
}
