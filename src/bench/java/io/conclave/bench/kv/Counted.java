package io.conclave.bench.kv;

import io.conclave.bench.Miss;

/** Whether as many writes were done as the load generator had answered. */
final class Counted {

    private Counted() {}

    /**
     * Demands that all answered writes were done, and none that was not sent. Those that were on their way when the
     * load ended may have been done or not.
     */
    static void require(String store, long done, long answered, long sent) throws Miss {
        Miss.unless(
                answered <= done && done <= sent,
                "%s answered %d writes and was sent %d, but has done %d",
                store,
                answered,
                sent,
                done);
    }
}
