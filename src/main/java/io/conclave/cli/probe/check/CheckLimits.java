package io.conclave.cli.probe.check;

import java.time.Duration;

/**
 * From when on something is bad.
 *
 * @param minTolerated of how many more servers the loss must be bearable, for an ensemble of three or more voters;
 *     fewer are a warning
 * @param ageWarning from which age on the news of the ensemble is old
 * @param ageCritical from which age on it is useless
 * @param planWarning for how long a plan may want to move files without any moving
 * @param planCritical the same, for critical
 */
public record CheckLimits(
        int minTolerated, Duration ageWarning, Duration ageCritical, Duration planWarning, Duration planCritical) {

    public CheckLimits {
        ordered("--age-warning", ageWarning, "--age-critical", ageCritical);
        ordered("--plan-warning", planWarning, "--plan-critical", planCritical);
        if (minTolerated < 0) {
            throw new IllegalArgumentException("--min-tolerated is 0 or more, not " + minTolerated);
        }
    }

    private static void ordered(String lower, Duration warning, String upper, Duration critical) {
        if (warning.isNegative() || warning.isZero()) {
            throw new IllegalArgumentException(lower + " is above 0 s, not " + warning.toSeconds() + " s");
        }
        if (warning.compareTo(critical) > 0) {
            throw new IllegalArgumentException(lower + " (" + warning.toSeconds() + " s) is at most " + upper + " ("
                    + critical.toSeconds() + " s)");
        }
    }
}
