package io.conclave.cli.probe.text;

import java.util.Locale;

/** How messages are printed. */
public enum MessageFormat {
    /** A line for people. */
    HUMAN,
    /** A JSON object in a line, the same for every topic. */
    JSON_LINES,
    /** What came over the wire. */
    RAW;

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
