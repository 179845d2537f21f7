package io.conclave.workload;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a demo task is. */
public enum TaskStatus {
    QUEUED,
    RUNNING,
    DONE;

    /** The name on the wire and in the database. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
