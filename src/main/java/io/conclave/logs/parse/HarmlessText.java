package io.conclave.logs.parse;

/**
 * Text out of a log made harmless for terminals and pages: escape sequences are taken out, other control characters are
 * replaced by their pictures (␀ for NUL), and what would turn the direction of a line or is half a surrogate pair by
 * the replacement character. Tabs stay.
 */
public final class HarmlessText {

    private static final char ESCAPE = 0x1B;
    private static final char REPLACEMENT = '\uFFFD';
    private static final char PICTURES = '\u2400';
    private static final char PICTURE_OF_DELETE = '\u2421';
    private static final int LONGEST_SEQUENCE = 64;

    private HarmlessText() {}

    /** The harmless text; the same one where it was harmless already. */
    public static String of(String text) {
        int first = 0;
        while (first < text.length() && isPlain(text.charAt(first))) {
            first++;
        }
        return first == text.length() ? text : cleaned(text, first);
    }

    private static String cleaned(String text, int first) {
        StringBuilder clean = new StringBuilder(text.length()).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (isPlain(unit)) {
                clean.append(unit);
            } else if (unit == ESCAPE) {
                int end = endOfSequence(text, i);
                if (end == i) {
                    clean.append((char) (PICTURES + ESCAPE));
                } else {
                    i = end;
                }
            } else if (unit < ' ') {
                clean.append((char) (PICTURES + unit));
            } else if (unit == 0x7F) {
                clean.append(PICTURE_OF_DELETE);
            } else if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                clean.append(unit).append(text.charAt(++i));
            } else if (isHarmful(unit)) {
                clean.append(REPLACEMENT);
            } else {
                clean.append(unit);
            }
        }
        return clean.toString();
    }

    private static boolean isPlain(char unit) {
        return unit >= ' ' && unit < 0x7F || unit == '\t' || unit >= 0x4E00 && unit < 0xA000;
    }

    private static boolean isHarmful(char unit) {
        return switch (Character.getType(unit)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /**
     * The last character of an escape sequence, or where it begins where it is none. Colours and movements (ECMA-48
     * control sequences) end with a letter or sign from @ to ~, commands to the terminal (titles, links) with BEL or
     * ESC \.
     */
    private static int endOfSequence(String text, int escape) {
        if (escape + 1 == text.length()) {
            return escape;
        }
        char kind = text.charAt(escape + 1);
        int limit = Math.min(text.length(), escape + LONGEST_SEQUENCE);
        if (kind == '[') {
            for (int i = escape + 2; i < limit; i++) {
                char unit = text.charAt(i);
                if (unit >= '@' && unit <= '~') {
                    return i;
                }
                if (unit < ' ' || unit > '?') {
                    return escape;
                }
            }
            return escape;
        }
        if (kind == ']' || kind == 'P' || kind == '^' || kind == '_') {
            for (int i = escape + 2; i < text.length(); i++) {
                if (text.charAt(i) == 0x07) {
                    return i;
                }
                if (text.charAt(i) == ESCAPE && i + 1 < text.length() && text.charAt(i + 1) == '\\') {
                    return i + 1;
                }
            }
            return escape;
        }
        return kind >= '0' && kind <= '~' ? escape + 1 : escape;
    }
}
