package io.conclave.bench.polls;

import io.conclave.ensemble.PollOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Puts outcomes together to cycles: the {@code srvr} questions that began within half an interval belong to one, which
 * ends with the last answer or time-out. A cycle counts when every node was asked in it.
 */
final class PollCycles {

    private static final class Cycle {
        private final Set<String> nodes = new HashSet<>();
        private long begun;
        private long ended;

        private Cycle(long begun) {
            this.begun = begun;
        }
    }

    private final int nodes;
    private final long halfIntervalNanos;
    private final CountDownLatch toCome;
    private final List<Cycle> cycles = new ArrayList<>();
    private final List<Cycle> whole = new ArrayList<>();

    /**
     * @param nodes how many there are
     * @param interval between two cycles
     * @param cycles how many to wait for
     */
    PollCycles(int nodes, Duration interval, int cycles) {
        this.nodes = nodes;
        this.halfIntervalNanos = interval.toNanos() / 2;
        this.toCome = new CountDownLatch(cycles);
    }

    /** Takes one outcome, on the thread of all of them. */
    void ended(PollOutcome outcome) {
        if (!outcome.command().equals("srvr")) {
            return;
        }
        long now = System.nanoTime();
        long begun = now - outcome.took().toNanos();
        Cycle cycle = of(begun);
        cycle.begun = Math.min(cycle.begun, begun);
        cycle.ended = now;
        if (cycle.nodes.add(outcome.node()) && cycle.nodes.size() == nodes) {
            whole.add(cycle);
            toCome.countDown();
        }
    }

    /** The cycle of a question that began then. */
    private Cycle of(long begun) {
        for (Cycle cycle : cycles) {
            if (Math.abs(begun - cycle.begun) < halfIntervalNanos) {
                return cycle;
            }
        }
        Cycle next = new Cycle(begun);
        cycles.add(next);
        return next;
    }

    /** Opens when there were as many whole cycles. */
    CountDownLatch toCome() {
        return toCome;
    }

    /**
     * How long each whole cycle took, milliseconds.
     *
     * @param warmups how many of the first are left out
     */
    List<Double> millis(int warmups) {
        return whole.stream()
                .skip(warmups)
                .map(cycle -> (cycle.ended - cycle.begun) / 1e6)
                .toList();
    }
}
