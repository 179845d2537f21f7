package io.conclave.figures;

import io.conclave.bus.Problem;

/**
 * Asks for what is kept of the servers' figures.
 *
 * @param minutes how far back, 1 to 15; null for 15
 * @param node only this one's, or null for all
 */
public record AskFigures(Integer minutes, String node) {

    /** How far back the figures are kept. */
    public static final int MOST_MINUTES = 15;

    public AskFigures {
        if (minutes == null) {
            minutes = MOST_MINUTES;
        }
    }

    /** Throws a 400 problem that names the field at fault. */
    void check() {
        if (minutes < 1 || minutes > MOST_MINUTES) {
            throw Problem.invalid("minutes", minutes, "from 1 to " + MOST_MINUTES)
                    .asException();
        }
    }
}
