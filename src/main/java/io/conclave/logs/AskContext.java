package io.conclave.logs;

import io.conclave.bus.Problem;

/**
 * Asks for what stands around an entry.
 *
 * @param id the hit's id
 * @param around how many entries before it and how many behind it, 1 to {@value #MOST}; null for {@value #USUAL}
 */
public record AskContext(String id, Integer around) {

    /** The most on each side. */
    public static final int MOST = 200;

    /** How many on each side where nothing else is asked for. */
    public static final int USUAL = 20;

    public AskContext {
        around = around == null ? USUAL : around;
        if (id == null || id.isEmpty() || id.length() > 200) {
            throw Problem.invalid("id", id, "the id of an entry that a search gave")
                    .asException();
        }
        if (around < 1 || around > MOST) {
            throw Problem.invalid("around", around, "from 1 to " + MOST).asException();
        }
    }
}
