package io.conclave.config;

import java.util.Locale;

/** Where the files' bytes lie. */
public enum FileStorage {
    /** In folders of the controller's own host, below {@code FILE_STORAGE_PATH}. */
    LOCAL,
    /** On the nodes' hosts, each behind an agent. */
    AGENTS;

    /** The name on the command line. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
