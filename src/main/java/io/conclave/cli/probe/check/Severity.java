package io.conclave.cli.probe.check;

/**
 * How bad something is, with the exit codes of monitoring plug-ins.
 *
 * @see <a href="https://www.monitoring-plugins.org/doc/guidelines.html">Monitoring Plugins Development Guidelines</a>
 */
public enum Severity {
    OK(0),
    WARNING(1),
    CRITICAL(2),
    UNKNOWN(3);

    private final int exitCode;

    Severity(int exitCode) {
        this.exitCode = exitCode;
    }

    /** What a plug-in ends with. */
    public int exitCode() {
        return exitCode;
    }

    /** The worse of two; what is known to be critical outweighs what is not known. */
    Severity or(Severity other) {
        return rank() >= other.rank() ? this : other;
    }

    private int rank() {
        return switch (this) {
            case OK -> 0;
            case WARNING -> 1;
            case UNKNOWN -> 2;
            case CRITICAL -> 3;
        };
    }
}
