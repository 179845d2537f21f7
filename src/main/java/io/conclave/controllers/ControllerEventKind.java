package io.conclave.controllers;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What happens to controllers. */
public enum ControllerEventKind {
    /** It took part for the first time. */
    JOINED,
    /** It is gone. */
    LEFT,
    /** It acts from now on. */
    BECAME_ACTIVE,
    /** It gave its office up in order. */
    STEPPED_DOWN,
    /** Another one has taken its office over. */
    FENCED,
    /** It takes no part any more. */
    DETACHED,
    /** It takes part again. */
    REJOINED;

    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
