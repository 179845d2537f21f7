package io.conclave.config;

import java.time.Duration;
import java.util.Map;

/**
 * The operator's own commands for acting on servers.
 *
 * @param templates by what each does; only those that were set
 * @param limit how long a command may take before it is ended ({@code NODE_COMMAND_TIMEOUT})
 */
public record CommandSettings(Map<Purpose, CommandTemplate> templates, Duration limit) {

    /** What a command is for; the setting is {@code NODE_COMMAND_} and the name. */
    public enum Purpose {
        START,
        STOP,
        RESTART,
        KILL,
        PAUSE,
        RESUME,
        /** Prints the last {@code {lines}} lines of the server's log. */
        LOGS,
        /** Prints the lines of the server's log as they are written, and does not end. */
        FOLLOW;

        /** The setting that holds the command. */
        public String setting() {
            return "NODE_COMMAND_" + name();
        }
    }

    public CommandSettings {
        templates = Map.copyOf(templates);
    }
}
