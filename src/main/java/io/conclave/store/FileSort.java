package io.conclave.store;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** By what files are put in order; those that are alike in it, by their id, which is by creation. */
public enum FileSort {
    CREATED("id", "?") {
        @Override
        Object keyOf(FileRow row) {
            return row.id();
        }
    },
    /** ASCII letters count the same in both cases; all else goes by its code points. */
    NAME("lower(name)", "lower(?)") {
        @Override
        Object keyOf(FileRow row) {
            return row.name();
        }
    },
    SIZE("size_bytes", "?") {
        @Override
        Object keyOf(FileRow row) {
            return row.sizeBytes();
        }

        @Override
        Optional<Object> keyOf(String text) {
            return text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
        }
    },
    NODE("node", "?") {
        @Override
        Object keyOf(FileRow row) {
            return row.node();
        }
    },
    /** When it last moved, or came. */
    UPDATED("updated_at", "?") {
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
    private final String parameter;

    FileSort(String column, String parameter) {
        this.column = column;
        this.parameter = parameter;
    }

    /** The name on the wire. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    String column() {
        return column;
    }

    String parameter() {
        return parameter;
    }

    /** What a row is put in order by. */
    abstract Object keyOf(FileRow row);

    /** The same out of its text, or empty where that cannot be one. */
    Optional<Object> keyOf(String text) {
        return Optional.of(text);
    }
}
