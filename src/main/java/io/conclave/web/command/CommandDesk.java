package io.conclave.web.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;

/** Where commands are given, whoever carries them out. */
@FunctionalInterface
public interface CommandDesk {

    /**
     * Has a command carried out.
     *
     * @param body the fields of its question; may be null or missing for none
     * @param actor who gives it, for the audit trail
     * @return the answer, or a failure with a problem
     */
    Future<?> run(Command<?, ?> command, JsonNode body, String actor);
}
