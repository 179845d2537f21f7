package io.conclave.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.files.FileChange;
import io.conclave.files.StoredFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The index against a recount of everything. */
class FileIndexPropertyTest {

    private static final List<String> NODES = List.of("zk1", "zk2", "zk3");

    /** Random changes, and the files that there are after them. */
    private static final class History {
        final List<FileChange> changes = new ArrayList<>();
        final List<Map<String, StoredFile>> states = new ArrayList<>();

        History(Random random, int length) {
            Map<String, StoredFile> files = new TreeMap<>();
            states.add(Map.copyOf(files));
            for (int step = 0; step < length; step++) {
                List<StoredFile> known = List.copyOf(files.values());
                StoredFile some = known.isEmpty() ? null : known.get(random.nextInt(known.size()));
                int kind = some == null ? 0 : random.nextInt(4);
                if (kind <= 1) {
                    String id = new UUID((long) step << 16 | 0x7000, random.nextLong()).toString();
                    StoredFile added = OtherFeatures.file(id, "f" + step, node(random), random.nextInt(1_000));
                    files.put(id, added);
                    changes.add(new FileChange.Added(added));
                } else if (kind == 2) {
                    StoredFile moved = OtherFeatures.file(some.id(), some.name(), node(random), some.sizeBytes());
                    files.put(moved.id(), moved);
                    changes.add(new FileChange.Moved(moved, some.node()));
                } else {
                    files.remove(some.id());
                    changes.add(new FileChange.Removed(some));
                }
                states.add(Map.copyOf(files));
            }
        }

        private static String node(Random random) {
            return NODES.get(random.nextInt(NODES.size()));
        }

        Map<String, StoredFile> end() {
            return states.get(changes.size());
        }
    }

    private static void assertCounts(FileIndex index, Map<String, StoredFile> files) {
        Map<String, Long> count = new LinkedHashMap<>();
        Map<String, Long> bytes = new LinkedHashMap<>();
        NODES.forEach(node -> count.put(node, 0L));
        NODES.forEach(node -> bytes.put(node, 0L));
        files.values().forEach(file -> count.merge(file.node(), 1L, Long::sum));
        files.values().forEach(file -> bytes.merge(file.node(), file.sizeBytes(), Long::sum));
        assertThat(index.counts())
                .isEqualTo(new Counts(
                        count,
                        bytes,
                        files.size(),
                        files.values().stream().mapToLong(StoredFile::sizeBytes).sum()));
        for (String node : NODES) {
            List<String> newestFirst = files.values().stream()
                    .filter(file -> file.node().equals(node))
                    .map(StoredFile::id)
                    .sorted(Comparator.reverseOrder())
                    .toList();
            List<String> indexed = new ArrayList<>();
            for (Iterator<PlanFile> each = index.of(node); each.hasNext(); ) {
                indexed.add(each.next().id());
            }
            assertThat(indexed).isEqualTo(newestFirst);
        }
    }

    @Property(tries = 200)
    void indexEqualsARecountAfterAnyChanges(@ForAll long seed) {
        History history = new History(new Random(seed), 120);
        FileIndex index = new FileIndex(NODES);

        history.changes.forEach(index::apply);

        assertCounts(index, history.end());
    }

    @Property(tries = 200)
    void changesThatCameWhileItWasLoadedMayBeAppliedOnceMore(@ForAll long seed) {
        Random random = new Random(seed);
        History history = new History(random, 80);
        int subscribed = random.nextInt(history.changes.size());
        int read = subscribed + random.nextInt(history.changes.size() - subscribed);
        FileIndex index = new FileIndex(NODES);

        history.states.get(read).values().forEach(file -> index.add(file.node(), FileEntry.of(file)));
        history.changes.subList(subscribed, history.changes.size()).forEach(index::apply);

        assertCounts(index, history.end());
    }

    @Property(tries = 100)
    void fileThatIsMovedByAnswerAndByChangeIsCountedOnce(@ForAll long seed) {
        History history = new History(new Random(seed), 60);
        FileIndex index = new FileIndex(NODES);

        for (FileChange change : history.changes) {
            if (change instanceof FileChange.Moved moved) {
                index.move(moved.file().id(), moved.from(), moved.file().node());
            }
            index.apply(change);
        }

        assertCounts(index, history.end());
    }
}
