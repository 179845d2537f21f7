package io.conclave.scheduler;

import io.conclave.files.FileChange;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Which files are on which node, kept up to date by each change, so that a plan never scans them.
 *
 * <p>One {@linkplain FileShelf shelf} a node, ordered by id, which is by creation: a change costs O(log n), the number
 * and the sum of bytes O(1), the newest k files O(k). About 40 bytes a file, and its name. Changes are idempotent, and
 * applying again the last part of their history ends where the history ends: so a copy that was loaded while changes
 * went on is made good by applying all that came meanwhile.
 */
final class FileIndex implements NewestFiles {

    private final Map<String, FileShelf> shelves = new LinkedHashMap<>();
    private final Set<FileEntry> inFlight = new HashSet<>();

    /** @param nodes every configured node, in configured order; further ones are added where a file turns up on one */
    FileIndex(List<String> nodes) {
        nodes.forEach(this::shelf);
    }

    /** Applies a committed change. */
    void apply(FileChange change) {
        if (change instanceof FileChange.Added added) {
            add(added.file().node(), FileEntry.of(added.file()));
        } else if (change instanceof FileChange.Moved moved) {
            FileEntry entry = FileEntry.of(moved.file());
            shelf(moved.from()).remove(entry.high(), entry.low());
            add(moved.file().node(), entry);
        } else if (change instanceof FileChange.Removed removed) {
            FileEntry entry = FileEntry.of(removed.file());
            shelf(removed.file().node()).remove(entry.high(), entry.low());
            inFlight.remove(entry);
        }
    }

    /** Puts a file on a node; does nothing where it is there already. */
    void add(String node, FileEntry entry) {
        shelf(node).add(entry);
    }

    /** Takes a file from one node to another; does nothing where it is not on the first. */
    void move(String id, String from, String to) {
        FileEntry probe = FileEntry.probe(id);
        FileEntry entry = shelf(from).remove(probe.high(), probe.low());
        if (entry != null) {
            shelf(to).add(entry);
        }
    }

    /** From now on the file is no candidate, since it is on its way. */
    void depart(String id) {
        inFlight.add(FileEntry.probe(id));
    }

    /** The file is a candidate again. */
    void arrive(String id) {
        inFlight.remove(FileEntry.probe(id));
    }

    /** How many files the node has, those on their way from it included. */
    long files(String node) {
        FileShelf shelf = shelves.get(node);
        return shelf == null ? 0 : shelf.files();
    }

    /** Sum of the sizes of the node's files. */
    long bytes(String node) {
        FileShelf shelf = shelves.get(node);
        return shelf == null ? 0 : shelf.bytes();
    }

    /** All nodes: the configured ones first, then those that only have files. */
    Collection<String> nodes() {
        return List.copyOf(shelves.keySet());
    }

    /** Files and bytes of every node. */
    Counts counts() {
        Map<String, Long> files = new LinkedHashMap<>();
        Map<String, Long> bytes = new LinkedHashMap<>();
        long totalFiles = 0;
        long totalBytes = 0;
        for (Map.Entry<String, FileShelf> each : shelves.entrySet()) {
            FileShelf shelf = each.getValue();
            files.put(each.getKey(), shelf.files());
            bytes.put(each.getKey(), shelf.bytes());
            totalFiles += shelf.files();
            totalBytes += shelf.bytes();
        }
        return new Counts(files, bytes, totalFiles, totalBytes);
    }

    @Override
    public Iterator<PlanFile> of(String node) {
        return new Free(shelf(node).newestFirst());
    }

    private FileShelf shelf(String node) {
        return shelves.computeIfAbsent(node, name -> new FileShelf());
    }

    /** Skips what is on its way. */
    private final class Free implements Iterator<PlanFile> {
        private final Iterator<FileEntry> newestFirst;
        private FileEntry next;

        Free(Iterator<FileEntry> newestFirst) {
            this.newestFirst = newestFirst;
        }

        @Override
        public boolean hasNext() {
            while (next == null && newestFirst.hasNext()) {
                FileEntry candidate = newestFirst.next();
                next = inFlight.contains(candidate) ? null : candidate;
            }
            return next != null;
        }

        @Override
        public PlanFile next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            PlanFile file = next.toPlanFile();
            next = null;
            return file;
        }
    }
}
