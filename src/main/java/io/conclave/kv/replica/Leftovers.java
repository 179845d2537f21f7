package io.conclave.kv.replica;

import io.conclave.kv.log.Arc;
import io.conclave.kv.log.LogRecord;
import io.conclave.kv.ring.RingState;
import java.io.IOException;
import java.util.List;

/**
 * Makes room of keys that are other groups': a primary that ends between a hand-over and its purge, or in the middle of
 * receiving one, leaves them behind, hidden by the ring. They are looked for once in a term for each ring that stands.
 * For the log thread.
 *
 * <p>Why nothing that is being received goes: that is accepted only for a ring that changes, which this term has seen
 * by then; so as long as the newest ring that it has seen stands, what is not the group's is nobody's here.
 */
final class Leftovers {

    private final PrimaryTerm term;
    private final Parts parts;
    /** The version of the last ring that was looked for. */
    private long looked;

    Leftovers(PrimaryTerm term, Parts parts) {
        this.term = term;
        this.parts = parts;
    }

    /** Looks for them where that was not done yet. */
    void tick() {
        RingState ring = term.ring();
        if (ring.isChanging() || ring.version() <= looked || !term.serves()) {
            return;
        }
        looked = ring.version();
        List<Arc> others = ring.arcsOfOthers(parts.options().group()).stream()
                .map(arc -> new Arc(arc.after(), arc.upTo()))
                .toList();
        if (others.isEmpty()) {
            return;
        }
        parts.workers()
                .executeBlocking(
                        () -> !parts.log()
                                .scanArcs(others, new byte[0], 1, 1)
                                .rows()
                                .isEmpty(),
                        false)
                .onComplete(found -> term.later(() -> purge(ring, others, found.succeeded() && found.result())));
    }

    private void purge(RingState of, List<Arc> others, boolean anythingThere) throws IOException {
        if (anythingThere && term.ring().version() == of.version()) {
            term.put(new LogRecord.Purge(others));
        }
    }
}
