package io.conclave.config;

import java.util.Locale;

/** How nodes are started and stopped ({@code NODE_CONTROL}). */
public enum ControlMode {
    /** The embedded ensemble's own processes. */
    PROCESS,
    /** Containers, by the engine's interface. */
    DOCKER,
    /** Commands of the operator's own, such as {@code ssh {host} systemctl restart zookeeper}. */
    COMMAND,
    /** Not at all: the ensemble is only watched. */
    NONE;

    /** The name as it is set and shown. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
