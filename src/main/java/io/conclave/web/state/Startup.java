package io.conclave.web.state;

import io.conclave.files.FileTransfer;
import java.util.Optional;

/** Whether the features are there: not yet at the start, and later while this controller acts. Belongs to the edge. */
public final class Startup {

    private FileTransfer transfer;

    /** Whether every feature is there. */
    public boolean isComplete() {
        return transfer != null;
    }

    /** Where files' bytes go and come from, as soon as every feature is there. */
    public Optional<FileTransfer> transfer() {
        return Optional.ofNullable(transfer);
    }

    /** Says that every feature is there. */
    public void complete(FileTransfer files) {
        transfer = files;
    }

    /** Says that they are gone again. */
    public void withdraw() {
        transfer = null;
    }
}
