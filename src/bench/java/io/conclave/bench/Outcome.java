package io.conclave.bench;

import java.time.Duration;
import java.util.List;

/** How a benchmark ended. */
sealed interface Outcome {

    /** The benchmark's name. */
    String benchmark();

    /**
     * It has figures.
     *
     * @param took all of it, preparation and checks included
     */
    record Measured(String benchmark, List<Figure> figures, Duration took) implements Outcome {}

    /**
     * It has none.
     *
     * @param why a sentence
     */
    record NoFigure(String benchmark, String why) implements Outcome {}
}
