package io.conclave.config;

/** How nodes are started and stopped ({@code NODE_CONTROL}). */
public enum ControlMode {
    /** The embedded ensemble's own processes. */
    PROCESS,
    /** Not at all: the ensemble is only watched. */
    NONE
}
