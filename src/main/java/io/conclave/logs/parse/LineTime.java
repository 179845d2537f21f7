package io.conclave.logs.parse;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time at the head of a line: {@code 2026-11-25 18:04:59,770}, with a blank or a T between day and time, a comma or
 * a point before one to nine digits of a fraction, and perhaps a zone. Reads by hand, since it is done for every line.
 *
 * @param epochMs milliseconds since 1970
 * @param end the first character behind it
 */
record LineTime(long epochMs, int end) {

    private static final int SHORTEST = 19;
    private static final int HIGHEST_YEAR = 2100;
    private static final int LOWEST_YEAR = 1970;

    /**
     * Reads the time that begins at a character.
     *
     * @param zone which zone is meant where the line does not say
     * @return null where no time stands there
     */
    static LineTime at(String line, int start, ZoneId zone) {
        if (line.length() < start + SHORTEST || !hasForm(line, start)) {
            return null;
        }
        int year = number(line, start, 4);
        int month = number(line, start + 5, 2);
        int day = number(line, start + 8, 2);
        int hour = number(line, start + 11, 2);
        int minute = number(line, start + 14, 2);
        int second = number(line, start + 17, 2);
        if (year < LOWEST_YEAR || year >= HIGHEST_YEAR || month < 1 || month > 12 || day < 1 || hour > 23) {
            return null;
        }
        if (day > java.time.YearMonth.of(year, month).lengthOfMonth() || minute > 59 || second > 60) {
            return null;
        }
        int end = start + SHORTEST;
        int millis = 0;
        if (end + 1 < line.length() && isFractionSign(line.charAt(end)) && isDigit(line.charAt(end + 1))) {
            int scale = 100;
            for (end++; end < line.length() && isDigit(line.charAt(end)); end++) {
                millis += (line.charAt(end) - '0') * scale;
                scale /= 10;
            }
        }
        LocalDateTime wall = LocalDateTime.of(year, month, day, hour, minute, Math.min(second, 59), millis * 1_000_000);
        return withZone(line, end, wall, zone);
    }

    private static LineTime withZone(String line, int end, LocalDateTime wall, ZoneId zone) {
        if (end < line.length()) {
            char sign = line.charAt(end);
            if (sign == 'Z') {
                return new LineTime(wall.toInstant(ZoneOffset.UTC).toEpochMilli(), end + 1);
            }
            if ((sign == '+' || sign == '-') && end + 4 < line.length() && isDigit(line.charAt(end + 1))) {
                boolean colon = line.charAt(end + 3) == ':';
                int minutesAt = end + (colon ? 4 : 3);
                int hours = number(line, end + 1, 2);
                int minutes = minutesAt + 2 <= line.length() ? number(line, minutesAt, 2) : -1;
                if (hours >= 0 && hours <= 17 && minutes >= 0 && minutes < 60) {
                    int seconds = (hours * 60 + minutes) * 60 * (sign == '-' ? -1 : 1);
                    return new LineTime(
                            wall.toInstant(ZoneOffset.ofTotalSeconds(seconds)).toEpochMilli(), minutesAt + 2);
                }
            }
        }
        return new LineTime(wall.atZone(zone).toInstant().toEpochMilli(), end);
    }

    private static boolean hasForm(String line, int start) {
        char between = line.charAt(start + 10);
        return line.charAt(start + 4) == '-'
                && line.charAt(start + 7) == '-'
                && (between == ' ' || between == 'T')
                && line.charAt(start + 13) == ':'
                && line.charAt(start + 16) == ':'
                && number(line, start, 4) >= 0
                && number(line, start + 5, 2) >= 0
                && number(line, start + 8, 2) >= 0
                && number(line, start + 11, 2) >= 0
                && number(line, start + 14, 2) >= 0
                && number(line, start + 17, 2) >= 0;
    }

    /** The number that so many digits make, or -1 where they are not all digits. */
    private static int number(String line, int start, int digits) {
        int number = 0;
        for (int i = start; i < start + digits; i++) {
            if (i >= line.length() || !isDigit(line.charAt(i))) {
                return -1;
            }
            number = number * 10 + line.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isFractionSign(char unit) {
        return unit == ',' || unit == '.';
    }

    private static boolean isDigit(char unit) {
        return unit >= '0' && unit <= '9';
    }
}
