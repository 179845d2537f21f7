package io.conclave.files;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a migration is, as viewers see it. */
public enum MigrationStep {
    PLANNED,
    /** The copy is on the target's disk and its hash was read back. */
    COPIED,
    /** The database says that the target has it: from here on it is finished, whatever happens. */
    COMMITTED,
    /** The source is deleted, the journal closed. */
    DONE,
    /** Rolled back: the source still has it. */
    FAILED;

    /** The name on the wire. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
