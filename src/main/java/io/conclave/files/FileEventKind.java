package io.conclave.files;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of a file. */
public enum FileEventKind {
    ADDED,
    MOVED,
    REMOVED;

    /** The name on the wire. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
