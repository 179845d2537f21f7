package io.conclave.workload;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What one tick of demo traffic is to do. Most ticks make a few small files wherever the scheduler places them. The
 * first and each {@value #BURST_EVERY}rd after it put a burst on the fullest node, just large enough that its lead over
 * the emptiest goes over the scheduler's threshold, so that a viewer sees why files move, and sees them move.
 *
 * @param deletes how many of the oldest demo files go first, so that the bound is never exceeded
 * @param creates how many files to make
 * @param sizeBytes length of each of them
 * @param pinnedTo the node that takes all of them, or null to place each
 */
record TickPlan(int deletes, int creates, long sizeBytes, String pinnedTo) {

    static final int BURST_EVERY = 3;
    static final int SMALLEST_BYTES = 1024;
    static final int LARGEST_BYTES = 64 * 1024;
    static final int MOST_DELETES = 200;
    private static final int MOST_FILES = 3;
    private static final int LARGEST_BURST = 12;
    private static final int OVER_THRESHOLD = 2;

    /**
     * Decides.
     *
     * @param number of this tick since the start, from 0
     * @param demoFiles how many demo files there are
     * @param maxFiles how many there may be
     * @param counts all files per node, users' included
     * @param serving nodes that can take files now
     * @param threshold the scheduler's
     * @param random where sizes and numbers come from
     */
    static TickPlan of(
            long number,
            int demoFiles,
            int maxFiles,
            Map<String, Long> counts,
            Collection<String> serving,
            double threshold,
            RandomGenerator random) {
        long sizeBytes = random.nextInt(SMALLEST_BYTES, LARGEST_BYTES + 1);
        boolean burst = number % BURST_EVERY == 0 && serving.size() > 1;
        String pinnedTo = burst ? fullest(counts, serving) : null;
        int wanted = burst ? burstOn(pinnedTo, counts, serving, threshold) : random.nextInt(1, MOST_FILES + 1);

        int fitting = Math.min(wanted, maxFiles);
        int deletes = Math.min(MOST_DELETES, Math.max(0, demoFiles + fitting - maxFiles));
        int creates = Math.max(0, Math.min(fitting, maxFiles - (demoFiles - deletes)));
        return new TickPlan(deletes, creates, sizeBytes, pinnedTo);
    }

    private static String fullest(Map<String, Long> counts, Collection<String> serving) {
        List<String> byName = serving.stream().sorted().toList();
        return byName.stream()
                .max(Comparator.comparingLong(node -> counts.getOrDefault(node, 0L)))
                .orElseThrow();
    }

    private static int burstOn(String node, Map<String, Long> counts, Collection<String> serving, double threshold) {
        long least = serving.stream()
                .mapToLong(other -> counts.getOrDefault(other, 0L))
                .min()
                .orElse(0);
        double lead = counts.getOrDefault(node, 0L) - (double) least;
        return (int) Math.max(1, Math.min(LARGEST_BURST, Math.ceil(threshold + OVER_THRESHOLD - lead)));
    }

    /** Whether this tick unbalances the nodes, so that a round of the scheduler is worth asking for. */
    boolean isBurst() {
        return pinnedTo != null && creates > 0;
    }
}
