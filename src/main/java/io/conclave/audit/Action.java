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
    WORKLOAD,
    KV_RING,
    KV_PUT,
    KV_DELETE;

    /**
     * Whether the ensemble is watched until it has settled and measured again a minute later. It is after what acts on
     * nodes. Files, settings and demo traffic leave every server as it is, and files move by the hundred a second:
     * their rows keep what was measured before, and watching each would measure the others.
     */
    public boolean isFollowed() {
        return switch (this) {
            case DRAIN,
                    UNDRAIN,
                    NODE_START,
                    NODE_STOP,
                    NODE_RESTART,
                    NODE_KILL,
                    NODE_PAUSE,
                    NODE_RESUME,
                    ROLLING_RESTART -> true;
            default -> false;
        };
    }

    /** The name in REST, topics, database and metric labels. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
