package io.conclave.store;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which end comes first. */
public enum SortOrder {
    ASC(">"),
    DESC("<");

    private final String behind;

    SortOrder(String behind) {
        this.behind = behind;
    }

    /** The name on the wire. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How what comes later compares with what comes first. */
    String behind() {
        return behind;
    }
}
