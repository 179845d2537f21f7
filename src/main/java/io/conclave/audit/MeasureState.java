package io.conclave.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How it stands with what is measured after an operation. */
public enum MeasureState {
    /** Still to come. */
    PENDING,
    MEASURED,
    /** Measured when the time limit was over, and by then the ensemble had not settled. */
    NOT_SETTLED,
    /** Nothing was measured, and nothing will be. */
    UNMEASURED;

    /** The name in REST, topics and database. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
