package io.conclave.scheduler;

import io.conclave.bus.Problem;

/**
 * The settings that a plan depends on, checked.
 *
 * @param strategy code of the strategy
 * @param threshold from which difference a move is worth it, 1 to 1,000,000,000
 * @param batch the most moves, 1 to 1000; 0 for as many as balance needs
 * @param enabled whether rounds run by themselves
 */
record PlanSettings(String strategy, int threshold, int batch, boolean enabled) {

    private static final String AUTO = "auto";
    private static final int LARGEST_THRESHOLD = 1_000_000_000;
    private static final int LARGEST_BATCH = 1_000;

    /**
     * These settings with some others; what is null stays.
     *
     * @throws io.conclave.bus.ProblemException 400, naming the field at fault and what it may be
     */
    PlanSettings with(
            Strategies strategies, String otherStrategy, Integer otherThreshold, String otherBatch, Boolean on) {
        if (otherThreshold != null && (otherThreshold < 1 || otherThreshold > LARGEST_THRESHOLD)) {
            throw Problem.invalid("threshold", otherThreshold, "from 1 to " + LARGEST_THRESHOLD)
                    .asException();
        }
        return new PlanSettings(
                otherStrategy == null ? strategy : strategies.of(otherStrategy).code(),
                otherThreshold == null ? threshold : otherThreshold,
                otherBatch == null ? batch : parseBatch(otherBatch),
                on == null ? enabled : on);
    }

    /** The batch as a user reads and writes it. */
    static String batchText(int batch) {
        return batch == 0 ? AUTO : Integer.toString(batch);
    }

    private static int parseBatch(String text) {
        if (text.equals(AUTO)) {
            return 0;
        }
        int batch = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (batch < 1 || batch > LARGEST_BATCH) {
            throw Problem.invalid("batch", text, AUTO + ", or from 1 to " + LARGEST_BATCH)
                    .asException();
        }
        return batch;
    }
}
