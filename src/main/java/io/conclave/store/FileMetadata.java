package io.conclave.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;

/**
 * What the znode of a file holds: its row as JSON, with the newest {@value #NEWEST_ENTRIES} entries of its history, so
 * that a znode stays far below the ensemble's limit of 1 MiB however often the file moves.
 */
public final class FileMetadata {

    private static final int NEWEST_ENTRIES = 50;

    private FileMetadata() {}

    /** The znode's content for this row. */
    public static String of(FileRow row) {
        ArrayNode history = (ArrayNode) Json.parse(row.history());
        ObjectNode metadata = Json.object()
                .put("id", row.id())
                .put("name", row.name())
                .put("node", row.node())
                .put("path", row.path())
                .put("sizeBytes", row.sizeBytes())
                .put("sha256", row.sha256())
                .put("createdAt", row.createdAt().toString())
                .put("updatedAt", row.updatedAt().toString());
        ArrayNode newest = metadata.putArray("history");
        for (int i = Math.max(0, history.size() - NEWEST_ENTRIES); i < history.size(); i++) {
            JsonNode entry = history.get(i);
            newest.add(entry);
        }
        return metadata.toString();
    }
}
