package io.conclave.files;

import io.conclave.bus.Problem;

/** How a move ended. */
public sealed interface MoveOutcome {

    /** Which file. */
    String fileId();

    /** The file is with its new node. */
    record Moved(String fileId, long migrationId) implements MoveOutcome {}

    /** The file is where it was. */
    record Failed(String fileId, Problem problem) implements MoveOutcome {}
}
