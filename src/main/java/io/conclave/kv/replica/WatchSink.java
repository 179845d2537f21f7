package io.conclave.kv.replica;

import io.conclave.kv.KvException;
import java.util.List;

/** Is told of changes, one call at a time. */
public interface WatchSink {

    /**
     * Committed changes, in the order of their versions.
     *
     * @param changes may be empty: nothing matched, but the version went on
     * @param version all changes up to this one were told; resume from here
     * @param ringVersion of the ring that said which keys are this group's
     * @return false to be told nothing more until {@link Watch#resume()}
     */
    boolean changed(List<Change> changes, long version, long ringVersion);

    /** The watch is over, and this is why. Not called where {@link Watch#close()} ended it. */
    void ended(KvException why);
}
