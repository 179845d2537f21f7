package io.conclave.kv.show;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a member of a group is at this moment. */
public enum MemberRole {
    PRIMARY,
    STANDBY,
    /** Rebuilds its log from the primary. */
    CATCHING_UP,
    /** Has no contact with the ensemble, or waits to be told a role. */
    WAITING,
    /** Does not answer, though it should be there. */
    SILENT,
    /** Its process is not there. */
    DOWN;

    /** The name in topics and REST. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
