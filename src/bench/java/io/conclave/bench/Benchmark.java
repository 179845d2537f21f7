package io.conclave.bench;

import java.time.Duration;
import java.util.List;

/** One part of the suite: measures the product and its peer in turns, and checks that what was measured is right. */
public interface Benchmark {

    /** How long it may take at the most. */
    default Duration limit() {
        return Duration.ofMinutes(4);
    }

    /** The name to choose it by, lower-case words joined by hyphens. */
    String name();

    /**
     * Measures.
     *
     * @param workshop what it may use; everything that it starts is ended when it returns
     * @return one figure or several
     * @throws Miss where a result was wrong, so that there is no figure
     * @throws Exception where it could not be measured
     */
    List<Figure> run(Workshop workshop) throws Exception;
}
