package io.conclave.kv.server;

import java.nio.file.Path;

/** The ensemble holds another store than the one that this server belongs to. */
public final class OtherClusterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OtherClusterException(Path file, String known, String found) {
        super("this server belongs to the store " + known + " (" + file + "), and the ensemble holds " + found
                + ": it is another one, or it was wiped; take another --data-dir to begin anew");
    }
}
