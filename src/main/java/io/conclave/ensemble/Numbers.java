package io.conclave.ensemble;

/** Numbers as servers print them. What is none becomes null, since a missing figure must never become a zero. */
final class Numbers {

    private static final int LONGEST = 40;

    private Numbers() {}

    /** A whole number in decimal digits, or null. */
    static Long whole(String text) {
        if (text == null || text.length() > LONGEST) {
            return null;
        }
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException notOne) {
            return null;
        }
    }

    /** A finite number, with a fraction or without (servers before 3.6 print averages as whole numbers), or null. */
    static Double decimal(String text) {
        if (text == null || text.length() > LONGEST || text.chars().noneMatch(Character::isDigit)) {
            return null;
        }
        try {
            double value = Double.parseDouble(text.strip());
            return Double.isFinite(value) ? value : null;
        } catch (NumberFormatException notOne) {
            return null;
        }
    }

    /** A 64-bit number as {@code 0x} and hexadecimal digits, or null. */
    static Long hexadecimal(String text) {
        if (text == null) {
            return null;
        }
        String digits = text.strip();
        if (!digits.startsWith("0x") || digits.length() > 18) {
            return null;
        }
        try {
            return Long.parseUnsignedLong(digits.substring(2), 16);
        } catch (NumberFormatException notOne) {
            return null;
        }
    }
}
