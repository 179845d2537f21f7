package io.conclave.bench.polls;

import io.conclave.ensemble.PollOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Puts outcomes together to cycles: the n-th {@code srvr} of every node is the n-th cycle, which begins with the first
 * question of them and ends with the last answer or time-out.
 */
final class PollCycles {

    private static final class Cycle {
        private final Set<String> nodes = new HashSet<>();
        private long begun = Long.MAX_VALUE;
        private long ended = Long.MIN_VALUE;
    }

    private final int nodes;
    private final CountDownLatch toCome;
    private final Map<String, Integer> asked = new HashMap<>();
    private final List<Cycle> cycles = new ArrayList<>();

    /**
     * @param nodes how many there are
     * @param cycles how many to wait for
     */
    PollCycles(int nodes, int cycles) {
        this.nodes = nodes;
        this.toCome = new CountDownLatch(cycles);
        for (int i = 0; i < cycles; i++) {
            this.cycles.add(new Cycle());
        }
    }

    /** Takes one outcome, on the thread of all of them. */
    void ended(PollOutcome outcome) {
        long now = System.nanoTime();
        if (!outcome.command().equals("srvr")) {
            return;
        }
        int number = asked.merge(outcome.node(), 1, Integer::sum) - 1;
        if (number >= cycles.size()) {
            return;
        }
        Cycle cycle = cycles.get(number);
        cycle.begun = Math.min(cycle.begun, now - outcome.took().toNanos());
        cycle.ended = Math.max(cycle.ended, now);
        if (cycle.nodes.add(outcome.node()) && cycle.nodes.size() == nodes) {
            toCome.countDown();
        }
    }

    /** Opens when every cycle has heard of every node. */
    CountDownLatch toCome() {
        return toCome;
    }

    /** How long each cycle took, milliseconds. */
    List<Double> millis() {
        return cycles.stream().map(cycle -> (cycle.ended - cycle.begun) / 1e6).toList();
    }
}
