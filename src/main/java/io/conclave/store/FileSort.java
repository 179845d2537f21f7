package io.conclave.store;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** By what files are put in order; those that are alike in it, by their id, which is by creation. */
public enum FileSort {
    CREATED("id") {
        @Override
        Object keyOf(FileRow row) {
            return row.id();
        }
    },
    /** ASCII letters count the same in both cases; all else goes by its code points. */
    NAME("lower(name)") {
        @Override
        Object keyOf(FileRow row) {
            return row.name();
        }

        @Override
        Object argument(Object key) {
            return ((String) key)
                    .codePoints()
                    .map(letter -> letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
    },
    SIZE("size_bytes") {
        @Override
        Object keyOf(FileRow row) {
            return row.sizeBytes();
        }

        @Override
        Optional<Object> keyOf(String text) {
            return text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
        }
    },
    NODE("node") {
        @Override
        Object keyOf(FileRow row) {
            return row.node();
        }
    },
    /** When it last moved, or came. */
    UPDATED("updated_at") {
        @Override
        Object keyOf(FileRow row) {
            return row.updatedAt();
        }

        @Override
        Optional<Object> keyOf(String text) {
            return text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z")
                    ? Optional.of(Instant.parse(text))
                    : Optional.empty();
        }
    };

    private final String column;

    FileSort(String column) {
        this.column = column;
    }

    /** The name on the wire. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    String column() {
        return column;
    }

    /** A key as the column holds it: no engine is asked to fold it, since each would by its own language. */
    Object argument(Object key) {
        return key;
    }

    /** What a row is put in order by. */
    abstract Object keyOf(FileRow row);

    /** The same out of its text, or empty where that cannot be one. */
    Optional<Object> keyOf(String text) {
        return Optional.of(text);
    }
}
