package io.conclave.cli.probe.text;

import java.time.Duration;
import java.util.Locale;

/** Figures as people read them. */
public final class Amounts {

    private static final String[] BYTE_UNITS = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};
    private static final int STEP = 1_024;

    private Amounts() {}

    /** Bytes in the largest unit in which they are at least one: {@code 236 KB}. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= STEP) {
            value /= STEP;
            unit++;
        }
        return (unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s").formatted(value, BYTE_UNITS[unit]);
    }

    /** An age, in its largest unit: {@code 0.2 s}, {@code 14 s}, {@code 3 min}, {@code 2 h}, {@code 5 d}. */
    public static String age(Duration age) {
        long seconds = age.toSeconds();
        if (age.isNegative() || seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0, age.toMillis()) / 1e3);
        }
        return seconds < 120
                ? seconds + " s"
                : seconds < 7_200
                        ? seconds / 60 + " min"
                        : seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
    }

    /** A small figure without digits that say nothing: {@code 0}, {@code 0.42}, {@code 12}. */
    public static String figure(double figure) {
        if (figure == Math.rint(figure)) {
            return Long.toString((long) figure);
        }
        return String.format(Locale.ROOT, Math.abs(figure) < 10 ? "%.2f" : "%.1f", figure);
    }
}
