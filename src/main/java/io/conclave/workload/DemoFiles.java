package io.conclave.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.audit.Action;
import io.conclave.bus.Json;
import io.conclave.files.FileChange;
import io.conclave.files.StoredFile;
import io.conclave.store.FileRow;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which of the stored files the demo traffic made, so that it deletes those and never a user's: their names begin with
 * {@value #PREFIX} and their history begins with the action {@code workload}, which no upload can claim. Kept up to
 * date by each committed change; ids are time-ordered, so their order is their age.
 */
final class DemoFiles {

    /** What the names of demo files begin with. */
    static final String PREFIX = "demo-";

    private final TreeSet<String> ids = new TreeSet<>();
    private final Set<String> goneBeforeLoaded = new HashSet<>();
    private boolean loaded;

    /** Whether the demo traffic made this file; reads the row as the database has it. */
    static boolean isOurs(FileRow row) {
        if (!row.name().startsWith(PREFIX)) {
            return false;
        }
        JsonNode first = Json.parse(row.history()).path(0);
        return first.path("action").asText().equals(Action.WORKLOAD.code());
    }

    private static boolean isOurs(StoredFile file) {
        return file.name().startsWith(PREFIX)
                && !file.history().isEmpty()
                && file.history().get(0).action().equals(Action.WORKLOAD.code());
    }

    /** Adds what the database held when it was read; changes may have been applied before. */
    void load(Collection<String> stored) {
        ids.addAll(stored);
        ids.removeAll(goneBeforeLoaded);
        goneBeforeLoaded.clear();
        loaded = true;
    }

    /** Follows a committed change; the same one twice changes nothing more. */
    void apply(FileChange change) {
        if (change instanceof FileChange.Added added && isOurs(added.file())) {
            ids.add(added.file().id());
        } else if (change instanceof FileChange.Removed removed && isOurs(removed.file())) {
            forget(removed.file().id());
        }
    }

    /** Takes a file off the list that is known to be gone. */
    void forget(String id) {
        ids.remove(id);
        if (!loaded) {
            goneBeforeLoaded.add(id);
        }
    }

    /** How many there are. */
    int count() {
        return ids.size();
    }

    /** The ids of the oldest, oldest first. */
    List<String> oldest(int limit) {
        return ids.stream().limit(limit).toList();
    }
}
