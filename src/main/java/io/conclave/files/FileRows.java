package io.conclave.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.storage.Layout;
import io.conclave.storage.Written;
import io.conclave.store.FileRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Turns files into rows of the database and back. */
final class FileRows {

    /** How many entries of its history a file keeps: the first, which tells where it came from, and the newest. */
    static final int MOST_ENTRIES = 1_000;

    private FileRows() {}

    static StoredFile toFile(FileRow row) {
        List<HistoryEntry> history = new ArrayList<>();
        for (JsonNode entry : Json.parse(row.history())) {
            history.add(Json.decode(entry, HistoryEntry.class));
        }
        return new StoredFile(
                row.id(),
                row.name(),
                row.node(),
                row.path(),
                row.sizeBytes(),
                row.sha256(),
                history,
                row.createdAt(),
                row.updatedAt());
    }

    static FileRow toRow(StoredFile file) {
        return new FileRow(
                file.id(),
                file.name(),
                file.node(),
                file.path(),
                file.sizeBytes(),
                file.sha256(),
                Json.encode(file.history()),
                file.createdAt(),
                file.updatedAt());
    }

    /** A new file, as it is recorded once its bytes are on disk. */
    static StoredFile created(
            Written written, String node, String name, String action, String actor, String reason, Instant now) {
        return new StoredFile(
                written.id(),
                name,
                node,
                Layout.relativePath(node, written.id()),
                written.sizeBytes(),
                written.sha256(),
                List.of(new HistoryEntry(action, null, node, now, actor, reason)),
                now,
                now);
    }

    /** The same file after it came to another node. */
    static StoredFile moved(StoredFile file, String node, String path, HistoryEntry entry) {
        List<HistoryEntry> history = new ArrayList<>(file.history());
        if (history.size() >= MOST_ENTRIES) {
            history.subList(1, history.size() - MOST_ENTRIES + 2).clear();
        }
        history.add(entry);
        return new StoredFile(
                file.id(),
                file.name(),
                node,
                path,
                file.sizeBytes(),
                file.sha256(),
                history,
                file.createdAt(),
                entry.at());
    }
}
