package io.conclave.kv.show;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How the process of a member is, where that is known. */
public enum ProcessState {
    RUNNING,
    /** Halted by SIGSTOP. */
    PAUSED,
    STOPPED,
    /** It runs elsewhere. */
    UNKNOWN;

    /** The name in topics and REST. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
