package io.conclave.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How an operation stands or ended. */
public enum OperationStatus {
    RUNNING,
    OK,
    FAILED,
    /** Not begun, since a rule stood against it. */
    REFUSED,
    /** The controller ended before the operation did; what became of it is for the reader to look at. */
    INTERRUPTED,
    CANCELLED;

    /** The name in REST, topics, database and metric labels. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
