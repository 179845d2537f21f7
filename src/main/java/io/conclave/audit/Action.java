package io.conclave.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Everything that leaves a row in the audit trail. */
public enum Action {
    UPLOAD,
    DELETE,
    BULK_GENERATE,
    STRESS,
    AUTO_MIGRATE,
    MANUAL_MIGRATE,
    DRAIN,
    UNDRAIN,
    NODE_START,
    NODE_STOP,
    NODE_RESTART,
    NODE_KILL,
    NODE_PAUSE,
    NODE_RESUME,
    ROLLING_RESTART,
    RECONCILE,
    SETTINGS,
    WORKLOAD;

    /** The name in REST, topics, database and metric labels. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
