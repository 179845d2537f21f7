package io.conclave.storage;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.conclave.bus.Problem;

/** How a copy ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "copied")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Copied.Made.class, name = "made"),
    @JsonSubTypes.Type(value = Copied.Failed.class, name = "failed")
})
public sealed interface Copied {

    /**
     * It lies under its final name, synced, and was read back with the right hash.
     *
     * @param linked false where the same bytes lay there already, whoever put them there
     */
    record Made(boolean linked) implements Copied {}

    /**
     * It was not made.
     *
     * @param problem what stood against it
     * @param clean whether nothing of it is left; else {@link NodeStorage#withdraw} has to take it away
     */
    record Failed(Problem problem, boolean clean) implements Copied {}
}
