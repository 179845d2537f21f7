package io.conclave.kv.show;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which store the page shows. */
public enum StoreMode {
    /** None. */
    NONE,
    /** One whose processes this controller runs. */
    DEMO,
    /** One that runs elsewhere, which is only watched. */
    ATTACHED;

    /** The name in topics and REST. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
