package io.conclave.kv.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Draws what goes wrong, and when, from a seed: the same seed gives the same faults in the same order. */
final class FaultSchedule {

    private static final double SECOND_FAULT = 0.55;
    private static final double LONG_HOLD = 0.3;
    private static final double SETTLED = 0.5;

    private final SplittableRandom random;
    private final List<Fault.Kind> lots = new ArrayList<>();
    private final int groups;
    private final Duration sessionTimeout;

    /**
     * @param kinds what may go wrong
     * @param groups how many groups there are
     * @param sessionTimeout after which a member that is not heard of is taken for dead
     */
    FaultSchedule(long seed, Set<Fault.Kind> kinds, int groups, Duration sessionTimeout) {
        this.random = new SplittableRandom(seed);
        this.groups = groups;
        this.sessionTimeout = sessionTimeout;
        for (Fault.Kind kind : EnumSet.copyOf(kinds)) {
            for (int i = 0; i < kind.weight(); i++) {
                lots.add(kind);
            }
        }
    }

    /**
     * Some faults that are there at the same time.
     *
     * @param settled whether the faults before are to be over and done with first
     * @param hold how long they last
     * @param gap how long nothing new goes wrong afterwards
     */
    record Round(List<Fault> faults, boolean settled, Duration hold, Duration gap) {}

    /** The next round, of one or two faults. */
    Round next() {
        List<Fault> faults = new ArrayList<>();
        faults.add(fault());
        if (random.nextDouble() < SECOND_FAULT) {
            Fault second = fault();
            if (!second.collidesWith(faults.get(0))) {
                faults.add(second);
            }
        }
        long session = sessionTimeout.toMillis();
        long hold = random.nextDouble() < LONG_HOLD
                ? session + random.nextLong(session)
                : 50 + random.nextLong(session * 3 / 4);
        return new Round(
                faults,
                random.nextDouble() < SETTLED,
                Duration.ofMillis(hold),
                Duration.ofMillis(random.nextLong(session)));
    }

    private Fault fault() {
        return new Fault(
                lots.get(random.nextInt(lots.size())),
                random.nextInt(groups),
                random.nextInt(3) > 0,
                random.nextInt(Integer.MAX_VALUE));
    }
}
