package io.conclave.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.storage.Layout;
import io.conclave.store.FilePosition;
import io.conclave.store.FileSort;
import io.conclave.store.SortOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A place in an order of files as a text for callers: the order, and the sort key and id of the last file before it.
 * The next page begins behind those, not behind a number of rows, so what comes and goes in the meantime neither
 * doubles a file nor hides one, and a page costs the same at any depth (keyset pagination).
 */
final class FileCursor {

    private static final int PARTS = 4;

    private FileCursor() {}

    /** The text, or null for no place. */
    static String write(FilePosition position, FileSort sort, SortOrder order) {
        return position == null
                ? null
                : Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Json.encode(List.of(
                                        sort.code(),
                                        order.code(),
                                        position.key().toString(),
                                        position.id()))
                                .getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The place, or null for null.
     *
     * @throws ProblemException 400 where this text was not written, or for another order
     */
    static FilePosition read(String text, FileSort sort, SortOrder order) {
        return text == null
                ? null
                : position(text, sort, order).orElseThrow(() -> Problem.invalid(
                                "cursor", text, "a nextCursor of an earlier page with the same sort and order")
                        .asException());
    }

    private static Optional<FilePosition> position(String text, FileSort sort, SortOrder order) {
        try {
            JsonNode parts = Json.parse(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            boolean ours = parts.isArray()
                    && parts.size() == PARTS
                    && parts.get(0).asText().equals(sort.code())
                    && parts.get(1).asText().equals(order.code())
                    && Layout.isId(parts.get(3).asText());
            return ours
                    ? FilePosition.of(sort, parts.get(2).asText(), parts.get(3).asText())
                    : Optional.empty();
        } catch (RuntimeException notOurs) {
            return Optional.empty();
        }
    }
}
