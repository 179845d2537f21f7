package io.conclave.logs.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * A document that is to be written.
 *
 * @param index into which index
 * @param id by which a repeated write finds the same document
 * @param replaces whether it takes the place of one that is there; else that one stays as it is
 * @param document the document, as JSON
 */
record BulkItem(String index, String id, boolean replaces, Buffer document) {

    static BulkItem of(String index, String id, boolean replaces, JsonNode document) {
        return new BulkItem(index, id, replaces, Buffer.buffer(Json.encode(document)));
    }

    /** The body of a request: two lines of JSON for each. */
    static Buffer lines(List<BulkItem> items) {
        Buffer lines = Buffer.buffer();
        for (BulkItem item : items) {
            ObjectNode action = Json.object();
            action.putObject(item.replaces ? "index" : "create")
                    .put("_index", item.index)
                    .put("_id", item.id);
            lines.appendString(Json.encode(action)).appendByte((byte) '\n');
            lines.appendBuffer(item.document).appendByte((byte) '\n');
        }
        return lines;
    }
}
